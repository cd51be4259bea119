package org.bluejay.network.utxo;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.Source;
import org.bluejay.connector.network.Source.Watched;
import org.bluejay.network.utxo.Coin.Chain;
import org.bluejay.network.utxo.PaymentFinder.Candidate;

/**
 * Looks at each transaction that waits for a block once. What was found to matter is not remembered
 * here but in the position; the memory of what does not matter may be lost at any time, and is then
 * gathered anew.
 */
final class MempoolScan {

    private static final System.Logger LOG = System.getLogger(MempoolScan.class.getName());

    /** Looked at in one reading. */
    private static final int MOST_AT_ONCE = 2_000;

    /** Asked for before the time is looked at again. */
    private static final int STEP = 100;

    /** Of a position, for payments outside blocks; more are told of once they are in one. */
    private static final long MOST_FOLLOWED = 2L << 20;

    /** Of a position, for all that it must not let go; the rest is for the blocks' hashes. */
    private static final long MOST_UNSETTLED = Source.MAX_POSITION - (128L << 10);

    private static final int KEY_DIGITS = 16;

    private final Chain chain;
    private final Node node;
    private Set<Long> unimportant = new HashSet<>();

    /** Those that matter and did not fit behind this block: for the next one. */
    private Set<Long> left = new HashSet<>();

    private String leftBehind = "";

    MempoolScan(Chain chain, Node node) {
        this.chain = chain;
        this.node = node;
    }

    /** How far a look came. */
    enum Outcome {
        /** There is more to read at once. */
        MORE,
        /** Some of what waits is left to its block. */
        SOME,
        ALL
    }

    /**
     * Shows what waits to what is open, and adds what is new.
     *
     * @param top hash of the newest block that was read
     */
    Outcome scan(String top, OpenTransfers open, Watched watched, Instant now, Budget budget)
            throws NetworkException {
        Node.Mempool mempool = node.mempool();
        if (!mempool.tip().equals(top)) {
            return Outcome.MORE; // What is missing here may be in the block that came just now.
        }
        open.inMempool(new HashSet<>(mempool.txids()), now.toEpochMilli());
        if (!top.equals(leftBehind)) {
            left.clear();
            leftBehind = top;
        }
        List<String> fresh = notLookedAt(mempool, open);
        Map<String, RawTransaction> transactions = new LinkedHashMap<>();
        int most = Math.min(fresh.size(), MOST_AT_ONCE);
        int looked = 0;
        while (looked < most && (looked == 0 || !budget.isSpent())) {
            int to = Math.min(most, looked + STEP);
            transactions.putAll(node.waiting(fresh.subList(looked, to)));
            looked = to;
        }
        boolean all = lookAt(transactions, open, watched, now) && left.isEmpty();
        return fresh.size() > looked ? Outcome.MORE : all ? Outcome.ALL : Outcome.SOME;
    }

    /**
     * @return whether there was room for all that matters
     */
    private boolean lookAt(
            Map<String, RawTransaction> transactions,
            OpenTransfers open,
            Watched watched,
            Instant now) {
        Set<String> matter = new HashSet<>();
        List<Candidate> candidates = new ArrayList<>();
        for (RawTransaction transaction : transactions.values()) {
            if (open.waits(transaction)) {
                matter.add(transaction.txid());
            }
            candidates.add(new Candidate(transaction, Seen.NOWHERE, now.toEpochMilli()));
        }
        List<Seen> found = new PaymentFinder(chain, watched).among(candidates);
        List<Seen> unfit = follow(found, open);
        // What ends another one has to be looked at again, as long as it waits.
        unfit.stream()
                .map(Seen::txid)
                .filter(txid -> !matter.contains(txid))
                .forEach(txid -> left.add(keyOf(txid)));
        found.forEach(seen -> matter.add(seen.txid()));
        transactions.keySet().stream()
                .filter(txid -> !matter.contains(txid))
                .forEach(txid -> unimportant.add(keyOf(txid)));
        return unfit.isEmpty();
    }

    /**
     * Adds what there is room for. Without a limit by size, few transactions with thousands of
     * outputs would leave no room for anybody else's.
     *
     * @return those for which there is none
     */
    private List<Seen> follow(List<Seen> found, OpenTransfers open) {
        long room =
                Math.min(
                        MOST_FOLLOWED - open.weightOutsideBlocks(),
                        MOST_UNSETTLED - open.weightUnsettled());
        List<Seen> unfit = new ArrayList<>();
        for (Seen seen : found) {
            if (seen.weight() <= room) {
                room -= seen.weight();
                open.add(seen);
            } else {
                unfit.add(seen);
            }
        }
        if (!unfit.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "event=mempool-full chain={0} left={1}",
                    chain.id(),
                    Integer.toString(unfit.size()));
        }
        return unfit;
    }

    /** Forgets, too, what is no longer there. */
    private List<String> notLookedAt(Node.Mempool mempool, OpenTransfers open) {
        Set<Long> still = new HashSet<>();
        Set<Long> stillLeft = new HashSet<>();
        List<String> fresh = new ArrayList<>();
        for (String txid : mempool.txids()) {
            Long key = keyOf(txid);
            if (unimportant.contains(key)) {
                still.add(key);
            } else if (left.contains(key)) {
                stillLeft.add(key);
            } else if (!open.knows(txid)) {
                fresh.add(txid);
            }
        }
        unimportant = still;
        left = stillLeft;
        return fresh;
    }

    private static Long keyOf(String txid) {
        return Long.parseUnsignedLong(txid.substring(0, KEY_DIGITS), 16);
    }
}
