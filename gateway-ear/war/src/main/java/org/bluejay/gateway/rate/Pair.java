package org.bluejay.gateway.rate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two units whose exchange has a price, by the symbols that markets use.
 *
 * @param base what is priced, such as {@code LTC}
 * @param quote what the price is counted in, such as {@code USD}
 */
record Pair(String base, String quote) {

    private static final Pattern TEXT = Pattern.compile("([A-Z0-9]{2,10})/([A-Z0-9]{2,10})");

    /**
     * @param text such as {@code LTC/USD}
     * @throws IllegalArgumentException when it is no pair of two different symbols
     */
    static Pair parse(String text) {
        Matcher pair = TEXT.matcher(text.strip());
        if (!pair.matches() || pair.group(1).equals(pair.group(2))) {
            throw new IllegalArgumentException(
                    "'" + text.strip() + "' is not a pair such as LTC/USD");
        }
        return new Pair(pair.group(1), pair.group(2));
    }

    Pair inverse() {
        return new Pair(quote, base);
    }

    @Override
    public String toString() {
        return base + "/" + quote;
    }
}
