package org.bluejay.network.utxo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * How many blocks make a transfer sure, by its amount: {@code 0.1:1,1:3,*:6} reads "up to 0.1 one,
 * up to 1 three, above that six". Never none: what is not in a block can be replaced.
 */
record Confirmations(List<Band> bands) {

    /** Most confirmations of a band. */
    static final int MOST = 99;

    /** What the text looks like; whether the amounts rise is seen when it is read. */
    static final String PATTERN = "([0-9]{1,8}(\\.[0-9]{1,8})?:[1-9][0-9]?,){0,9}\\*:[1-9][0-9]?";

    Confirmations {
        bands = List.copyOf(bands);
    }

    /**
     * @param upTo in hundred millionths, inclusive
     */
    record Band(long upTo, int blocks) {}

    /**
     * @throws IllegalArgumentException when the amounts do not rise
     */
    static Confirmations read(String text) {
        List<Band> bands = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int colon = part.indexOf(':');
            String amount = part.substring(0, colon);
            long upTo =
                    amount.equals("*")
                            ? Long.MAX_VALUE
                            : new BigDecimal(amount).movePointRight(Coin.DECIMALS).longValueExact();
            if (!bands.isEmpty() && upTo <= bands.get(bands.size() - 1).upTo) {
                throw new IllegalArgumentException(
                        "confirmations: the amounts must rise, as in 0.1:1,1:3,*:6");
            }
            bands.add(new Band(upTo, Integer.parseInt(part.substring(colon + 1))));
        }
        return new Confirmations(bands);
    }

    /** Most that any amount needs. */
    int most() {
        return bands.stream().mapToInt(Band::blocks).max().orElseThrow();
    }

    /**
     * @param units hundred millionths
     */
    int neededFor(long units) {
        return bands.stream().filter(band -> units <= band.upTo).findFirst().orElseThrow().blocks;
    }
}
