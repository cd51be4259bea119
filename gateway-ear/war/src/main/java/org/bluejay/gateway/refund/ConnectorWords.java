package org.bluejay.gateway.refund;

import java.util.regex.Pattern;
import org.bluejay.gateway.shared.StorableText;

/** What a connector says of a refund, without what is nobody's business. */
final class ConnectorWords {

    /** More than is ever kept, so that nothing is cut before it was looked through. */
    private static final int MOST = 10_000;

    private ConnectorWords() {}

    /**
     * The words without where the money was to go, should they repeat it.
     *
     * @param words may be null, which is none
     */
    static String without(String destination, String words) {
        String kept = StorableText.bounded(words, MOST);
        String said = StorableText.bounded(destination, MOST).strip();
        if (said.isEmpty()) {
            return kept;
        }
        return Pattern.compile(said, Pattern.LITERAL | Pattern.CASE_INSENSITIVE)
                .matcher(kept)
                .replaceAll("(destination)");
    }
}
