package org.bluejay.network.utxo;

import java.util.ArrayList;
import java.util.List;
import org.bitcoinj.base.Sha256Hash;
import org.bluejay.network.utxo.WireReader.Malformed;
import org.bluejay.network.utxo.WireReader.Slice;

/**
 * What a transaction spends and pays, read from its bytes, which are the same on every version of
 * every node, as its JSON is not.
 *
 * @param spends the outputs it spends, as {@code txid:vout}
 * @param ripeAfter confirmations below which its outputs cannot be spent again, whatever their
 *     amount
 */
record RawTransaction(String txid, List<String> spends, List<Output> pays, int ripeAfter) {

    /**
     * Newly mined coins may be spent a hundred blocks later; before, a reorganisation ends them.
     */
    static final int COINBASE_RIPE = 100;

    /** Coins that come out of Litecoin's MWEB, paid by the last transaction of a block. */
    static final int HOGEX_RIPE = 6;

    /** Written by consensus into the place of a spent output where there is none. */
    static final String NOTHING_SPENT = "0".repeat(64) + ":" + 0xffffffffL;

    private static final int WITNESS = 0x01;
    private static final int MWEB = 0x08;
    private static final int LEAST_INPUT_BYTES = 41;
    private static final int LEAST_OUTPUT_BYTES = 9;

    RawTransaction {
        spends = List.copyOf(spends);
        pays = List.copyOf(pays);
    }

    /**
     * @param units hundred millionths
     */
    record Output(int vout, long units, Slice script) {}

    boolean isCoinbase() {
        return spends.equals(List.of(NOTHING_SPENT));
    }

    /**
     * One of the mempool, alone.
     *
     * @param txid under which the node gave it: one that lies wholly within the MWEB has another
     *     kind of id, and pays nothing that could be seen
     */
    static RawTransaction alone(String txid, byte[] bytes) throws Malformed {
        WireReader in = new WireReader(bytes);
        RawTransaction read = read(in, true);
        if (!read.spends.isEmpty() && !read.txid.equals(txid)) {
            throw new Malformed("another transaction than asked for");
        }
        return new RawTransaction(txid, read.spends, read.pays, read.ripeAfter);
    }

    /**
     * @param last whether nothing follows: then what lies in the MWEB is passed over, since it has
     *     no end that could be seen from here
     */
    static RawTransaction read(WireReader in, boolean last) throws Malformed {
        byte[] version = in.slice(4).bytes(0, 4);
        int flags = 0;
        if (in.peek() == 0) {
            in.uint8();
            flags = in.uint8();
        }
        int start = in.position();
        List<String> spends = inputs(in);
        List<Output> pays = outputs(in);
        byte[] body = in.from(start);
        if ((flags & WITNESS) != 0) {
            passWitnesses(in, spends.size());
        }
        boolean hogEx = (flags & MWEB) != 0 && passMweb(in, last);
        if ((flags & ~(WITNESS | MWEB)) != 0) {
            throw new Malformed("a transaction of an unknown kind");
        }
        byte[] lockTime = in.slice(4).bytes(0, 4);
        int ripe = spends.equals(List.of(NOTHING_SPENT)) ? COINBASE_RIPE : hogEx ? HOGEX_RIPE : 0;
        return new RawTransaction(idOf(version, body, lockTime), spends, pays, ripe);
    }

    private static List<String> inputs(WireReader in) throws Malformed {
        int count = in.count(LEAST_INPUT_BYTES);
        List<String> spends = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            spends.add(in.hash() + ":" + in.uint32());
            in.slice(in.count(1));
            in.uint32();
        }
        return spends;
    }

    private static List<Output> outputs(WireReader in) throws Malformed {
        int count = in.count(LEAST_OUTPUT_BYTES);
        List<Output> pays = new ArrayList<>(count);
        for (int vout = 0; vout < count; vout++) {
            long units = in.amount();
            pays.add(new Output(vout, units, in.slice(in.count(1))));
        }
        return pays;
    }

    private static void passWitnesses(WireReader in, int inputs) throws Malformed {
        for (int i = 0; i < inputs; i++) {
            int items = in.count(1);
            for (int item = 0; item < items; item++) {
                in.slice(in.count(1));
            }
        }
    }

    /** Whether it is the one that carries a block's MWEB: it has an empty place where others do. */
    private static boolean passMweb(WireReader in, boolean last) throws Malformed {
        if (in.uint8() == 0) {
            return true;
        }
        if (!last) {
            throw new Malformed("a block with a transaction that still has its MWEB part");
        }
        in.slice(in.remaining() - 4);
        return false;
    }

    private static String idOf(byte[] version, byte[] body, byte[] lockTime) {
        byte[] all = new byte[version.length + body.length + lockTime.length];
        System.arraycopy(version, 0, all, 0, version.length);
        System.arraycopy(body, 0, all, version.length, body.length);
        System.arraycopy(lockTime, 0, all, version.length + body.length, lockTime.length);
        return WireReader.reversedHex(Sha256Hash.hashTwice(all));
    }
}
