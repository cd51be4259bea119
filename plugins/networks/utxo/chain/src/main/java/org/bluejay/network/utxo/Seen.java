package org.bluejay.network.utxo;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * A transaction that pays a watched address, and all that its fate may still turn on.
 *
 * @param outputs those that pay a watched address
 * @param spends what it spends, as {@link #keyOf} writes it: whoever else spends one of these ends
 *     it
 * @param ripeAfter see {@link RawTransaction#ripeAfter()}
 * @param seenAt when it was first seen, in milliseconds since 1970
 * @param height of the block that holds it; {@link #NOWHERE} for none
 * @param missingSince from when on it is neither in a block nor in the mempool; 0 while it is
 * @param told what the host was last told of it
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Seen(
        String txid,
        List<Output> outputs,
        List<String> spends,
        int ripeAfter,
        long seenAt,
        int height,
        long missingSince,
        Told told) {

    static final int NOWHERE = -1;

    /** Most spent outputs that are remembered of one transaction; payers rarely spend more. */
    private static final int MOST_SPENDS = 60;

    private static final int KEY_DIGITS = 24;

    private static final int OWN_WEIGHT = 150;
    private static final int WEIGHT_OF_SPENT = 40;
    private static final int WEIGHT_OF_OUTPUT = 80;

    Seen {
        outputs = List.copyOf(outputs);
        spends = List.copyOf(spends.subList(0, Math.min(spends.size(), MOST_SPENDS)));
    }

    /** What the host was last told. */
    enum Told {
        NOTHING,
        DETECTED,
        SETTLED,
        REVERSED,
        DROPPED
    }

    /**
     * @param units hundred millionths
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Output(int vout, String address, long units) {}

    static Seen of(RawTransaction transaction, List<Output> outputs, int height, long seenAt) {
        List<String> spends = transaction.spends().stream().map(Seen::keyOf).toList();
        return new Seen(
                transaction.txid(),
                outputs,
                spends,
                transaction.ripeAfter(),
                seenAt,
                height,
                0,
                Told.NOTHING);
    }

    /** Short for {@code txid:vout}, and still nothing that could be met by chance or by force. */
    static String keyOf(String spent) {
        return spent.substring(0, KEY_DIGITS) + spent.substring(spent.indexOf(':'));
    }

    @JsonIgnore
    boolean isInBlock() {
        return height != NOWHERE;
    }

    /** Whether nothing more is expected of it. */
    @JsonIgnore
    boolean isSettled() {
        return isInBlock() && told == Told.SETTLED;
    }

    /** What it takes of a position: as many characters at most. */
    long weight() {
        return OWN_WEIGHT
                + (long) WEIGHT_OF_SPENT * spends.size()
                + (long) WEIGHT_OF_OUTPUT * outputs.size();
    }

    /** All that it pays to watched addresses: cut into many small outputs it is no surer. */
    long sum() {
        return outputs.stream().mapToLong(Output::units).sum();
    }

    Seen at(int block) {
        return new Seen(txid, outputs, spends, ripeAfter, seenAt, block, 0, told);
    }

    Seen missing(long since) {
        return new Seen(txid, outputs, spends, ripeAfter, seenAt, height, since, told);
    }

    Seen after(Told telling) {
        return new Seen(txid, outputs, spends, ripeAfter, seenAt, height, missingSince, telling);
    }
}
