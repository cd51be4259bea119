package org.bluejay.network.utxo;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.connector.network.Source.Sighting;
import org.bluejay.network.utxo.Seen.Told;

/**
 * The transactions that may still change, through one reading. Blocks and mempool are shown to it
 * in their order; at the end it says what has become different. Being absent proves nothing by
 * itself: a transaction ends when another has spent what it spends.
 */
final class OpenTransfers {

    /**
     * Nodes pass a transaction on for two weeks; senders who mean it send it again within a day.
     */
    private static final Duration GIVEN_UP = Duration.ofHours(24);

    private final Coin coin;
    private final Confirmations confirmations;
    private final Map<String, Seen> byTxid = new LinkedHashMap<>();
    private final Map<String, String> spenders = new HashMap<>();
    private final Set<String> contradicted = new HashSet<>();
    private Set<String> waiting = Set.of();
    private boolean mempoolSeen;

    OpenTransfers(Coin coin, Confirmations confirmations, List<Seen> known) {
        this.coin = coin;
        this.confirmations = confirmations;
        known.forEach(this::add);
    }

    boolean knows(String txid) {
        return byTxid.containsKey(txid);
    }

    /** See {@link Seen#weight()}. */
    long weightOutsideBlocks() {
        return byTxid.values().stream()
                .filter(seen -> !seen.isInBlock())
                .mapToLong(Seen::weight)
                .sum();
    }

    /** Of all that a position must not let go; see {@link Seen#weight()}. */
    long weightUnsettled() {
        return byTxid.values().stream()
                .filter(seen -> !seen.isSettled())
                .mapToLong(Seen::weight)
                .sum();
    }

    List<Seen> all() {
        return List.copyOf(byTxid.values());
    }

    void add(Seen seen) {
        byTxid.put(seen.txid(), seen);
        seen.spends().forEach(spent -> spenders.put(spent, seen.txid()));
    }

    /** The blocks above this height are no longer part of the chain. */
    void rewind(int height) {
        for (Seen seen : all()) {
            if (seen.height() > height) {
                byTxid.put(seen.txid(), seen.at(Seen.NOWHERE));
                if (seen.ripeAfter() == RawTransaction.COINBASE_RIPE) {
                    contradicted.add(seen.txid()); // New coins are bound to their block.
                }
            }
        }
    }

    /** A transaction of the chain, which comes before all that wait. */
    void inBlock(RawTransaction transaction, int height) {
        Seen known = byTxid.get(transaction.txid());
        if (known != null) {
            byTxid.put(known.txid(), known.at(height));
            contradicted.remove(known.txid());
        }
        for (String other : othersThatSpendWith(transaction)) {
            if (!byTxid.get(other).isInBlock()) {
                contradicted.add(other);
            }
        }
    }

    /** All that waits, once every block has been shown. */
    void inMempool(Set<String> txids, long now) {
        waiting = txids;
        mempoolSeen = true;
        for (Seen seen : all()) {
            if (!seen.isInBlock()) {
                boolean present = txids.contains(seen.txid());
                long since = seen.missingSince() == 0 ? now : seen.missingSince();
                byTxid.put(seen.txid(), seen.missing(present ? 0 : since));
            }
        }
    }

    /**
     * One that waits, and was not known.
     *
     * @return whether it has to do with any of these
     */
    boolean waits(RawTransaction transaction) {
        List<String> others = othersThatSpendWith(transaction);
        for (String other : others) {
            if (!byTxid.get(other).isInBlock() && !waiting.contains(other)) {
                contradicted.add(other);
            }
        }
        return !others.isEmpty();
    }

    private List<String> othersThatSpendWith(RawTransaction transaction) {
        List<String> others = new ArrayList<>();
        if (!byTxid.isEmpty() && !transaction.isCoinbase()) {
            for (String spent : transaction.spends()) {
                String other = spenders.get(Seen.keyOf(spent));
                if (other != null && !other.equals(transaction.txid()) && knows(other)) {
                    others.add(other);
                }
            }
        }
        return others;
    }

    /**
     * What is different from what was told.
     *
     * @param height of the newest block that was read
     * @param evidence newer than that of any earlier reading
     */
    List<Sighting> tell(int height, Instant evidence) {
        List<Sighting> news = new ArrayList<>();
        for (Seen seen : all()) {
            Told now = standing(seen, height, evidence.toEpochMilli());
            if (now != seen.told()) {
                tellOf(seen, now, evidence, news);
                byTxid.put(seen.txid(), seen.after(now));
            }
            if (isOver(byTxid.get(seen.txid()), height, evidence.toEpochMilli())) {
                byTxid.remove(seen.txid());
            }
        }
        return news;
    }

    private Told standing(Seen seen, int height, long now) {
        if (seen.isInBlock()) {
            boolean sure = height - seen.height() + 1 >= neededBy(seen);
            // Moved to another block, it is still in the chain: nothing is taken back.
            return sure || seen.told() == Told.SETTLED ? Told.SETTLED : Told.DETECTED;
        }
        boolean wasSettled = seen.told() == Told.SETTLED;
        boolean ended = contradicted.contains(seen.txid()) || isGivenUp(seen, now);
        if (ended) {
            return wasSettled || seen.told() == Told.REVERSED ? Told.REVERSED : Told.DROPPED;
        }
        if (!mempoolSeen) {
            return seen.told();
        }
        if (wasSettled) {
            return Told.REVERSED;
        }
        return waiting.contains(seen.txid()) ? Told.DETECTED : seen.told();
    }

    private int neededBy(Seen seen) {
        return Math.max(seen.ripeAfter(), confirmations.neededFor(seen.sum()));
    }

    private boolean isGivenUp(Seen seen, long now) {
        return seen.missingSince() > 0 && now - seen.missingSince() > GIVEN_UP.toMillis();
    }

    private boolean isOver(Seen seen, int height, long now) {
        if (seen.isInBlock()) {
            return seen.told() == Told.SETTLED && height - seen.height() >= HashChain.DEPTH;
        }
        return contradicted.contains(seen.txid()) || isGivenUp(seen, now);
    }

    private void tellOf(Seen seen, Told now, Instant evidence, List<Sighting> news) {
        for (Seen.Output output : seen.outputs()) {
            Transfer transfer =
                    new Transfer(
                            seen.txid() + ":" + output.vout(),
                            Set.of(),
                            new Money(
                                    BigDecimal.valueOf(output.units(), Coin.DECIMALS), coin.unit()),
                            TransferState.valueOf(now.name()),
                            Instant.ofEpochMilli(seen.seenAt()),
                            evidence,
                            false);
            news.add(new Sighting(output.address(), transfer));
        }
    }
}
