package org.bluejay.network.utxo;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bluejay.connector.network.NetworkException;
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

    /** Payments outside blocks that are followed; more are told of once they are in one. */
    private static final int MOST_FOLLOWED = 5_000;

    private static final int KEY_DIGITS = 16;

    private final Chain chain;
    private final Node node;
    private Set<Long> unimportant = new HashSet<>();

    MempoolScan(Chain chain, Node node) {
        this.chain = chain;
        this.node = node;
    }

    /**
     * Shows what waits to what is open, and adds what is new.
     *
     * @param top hash of the newest block that was read
     * @return whether there is more to read at once
     */
    boolean scan(String top, OpenTransfers open, Watched watched, Instant now)
            throws NetworkException {
        Node.Mempool mempool = node.mempool();
        if (!mempool.tip().equals(top)) {
            return true; // What is missing here may be in the block that came just now.
        }
        open.inMempool(new HashSet<>(mempool.txids()), now.toEpochMilli());
        List<String> fresh = notLookedAt(mempool, open);
        List<String> some = fresh.subList(0, Math.min(fresh.size(), MOST_AT_ONCE));
        Map<String, RawTransaction> transactions = node.waiting(some);
        Set<String> matter = new HashSet<>();
        List<Candidate> candidates = new ArrayList<>();
        for (RawTransaction transaction : transactions.values()) {
            if (open.waits(transaction)) {
                matter.add(transaction.txid());
            }
            candidates.add(new Candidate(transaction, Seen.NOWHERE, now.toEpochMilli()));
        }
        boolean full = false;
        for (Seen found : new PaymentFinder(chain, watched).among(candidates)) {
            matter.add(found.txid());
            full = open.outsideBlocks() >= MOST_FOLLOWED;
            if (!full) {
                open.add(found);
            }
        }
        if (full) {
            LOG.log(Level.WARNING, "event=mempool-full chain={0}", chain.id());
        }
        transactions.keySet().stream()
                .filter(txid -> !matter.contains(txid))
                .forEach(txid -> unimportant.add(keyOf(txid)));
        return fresh.size() > some.size() && !full;
    }

    /** Forgets, too, what is no longer there. */
    private List<String> notLookedAt(Node.Mempool mempool, OpenTransfers open) {
        Set<Long> still = new HashSet<>();
        List<String> fresh = new ArrayList<>();
        for (String txid : mempool.txids()) {
            Long key = keyOf(txid);
            if (unimportant.contains(key)) {
                still.add(key);
            } else if (!open.knows(txid)) {
                fresh.add(txid);
            }
        }
        unimportant = still;
        return fresh;
    }

    private static Long keyOf(String txid) {
        return Long.parseUnsignedLong(txid.substring(0, KEY_DIGITS), 16);
    }
}
