package org.bluejay.gateway.shared;

import java.util.PrimitiveIterator;

/**
 * Text from outside, made fit to be kept: it may hold anything. The promise is that none of it can
 * keep a row from being written.
 */
public final class StorableText {

    private StorableText() {}

    /**
     * As much of it as may be kept, without what no database takes and without half a character.
     *
     * @param text may be null, which is none
     * @param most characters, as Java counts them
     */
    public static String bounded(String text, int most) {
        if (text == null) {
            return "";
        }
        StringBuilder kept = new StringBuilder(Math.min(text.length(), most));
        PrimitiveIterator.OfInt points = text.codePoints().iterator();
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

    private static boolean canBeKept(int point) {
        boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        return point != 0 && !half;
    }
}
