package org.bluejay.network.utxo;

import java.util.ArrayList;
import java.util.List;

/**
 * The newest blocks that were read, by their hashes: enough to find the fork when the chain goes
 * another way.
 *
 * @param height of the newest
 * @param hashes oldest first, newest last; never empty
 */
record HashChain(int height, List<String> hashes) {

    /** How many blocks are kept; no chain of this family has ever turned as deep. */
    static final int DEPTH = 120;

    HashChain {
        hashes = List.copyOf(hashes.subList(Math.max(0, hashes.size() - DEPTH), hashes.size()));
        if (hashes.isEmpty() || hashes.size() > height + 1) {
            throw new IllegalArgumentException("there is one hash for each height at most");
        }
    }

    int lowest() {
        return height - hashes.size() + 1;
    }

    String top() {
        return hashes.get(hashes.size() - 1);
    }

    /**
     * @param some between {@link #lowest()} and {@link #height()}
     */
    String at(int some) {
        return hashes.get(some - lowest());
    }

    HashChain upTo(int some) {
        return new HashChain(some, hashes.subList(0, some - lowest() + 1));
    }

    HashChain then(List<String> next) {
        List<String> all = new ArrayList<>(hashes);
        all.addAll(next);
        return new HashChain(height + next.size(), all);
    }
}
