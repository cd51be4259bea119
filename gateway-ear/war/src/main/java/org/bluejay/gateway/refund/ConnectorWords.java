package org.bluejay.gateway.refund;

import java.util.PrimitiveIterator;
import java.util.regex.Pattern;

/**
 * What a connector says, made fit to be kept. Its words come from outside and may hold anything;
 * the promise is that none of them can keep a refund from being written down.
 */
final class ConnectorWords {

    /** More than is ever kept, so that nothing is cut before it was looked through. */
    private static final int MOST = 10_000;

    private ConnectorWords() {}

    /**
     * As much of it as may be kept, without what no database takes and without half a character.
     *
     * @param words may be null, which is none
     * @param most characters, as Java counts them
     */
    static String bounded(String words, int most) {
        if (words == null) {
            return "";
        }
        StringBuilder kept = new StringBuilder(Math.min(words.length(), most));
        PrimitiveIterator.OfInt points = words.codePoints().iterator();
        while (points.hasNext()) {
            int point = points.nextInt();
            if (kept.length() + Character.charCount(point) > most) {
                break;
            }
            if (canBeKept(point)) {
                kept.appendCodePoint(point);
            }
        }
        return kept.toString();
    }

    /**
     * The words without where the money was to go, should they repeat it.
     *
     * @param words may be null, which is none
     */
    static String without(String destination, String words) {
        String kept = bounded(words, MOST);
        String said = bounded(destination, MOST).strip();
        if (said.isEmpty()) {
            return kept;
        }
        return Pattern.compile(said, Pattern.LITERAL | Pattern.CASE_INSENSITIVE)
                .matcher(kept)
                .replaceAll("(destination)");
    }

    private static boolean canBeKept(int point) {
        boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        return point != 0 && !half;
    }
}
