package org.bluejay.network.utxo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bitcoinj.base.Sha256Hash;
import org.bluejay.network.utxo.WireReader.Malformed;

/**
 * A block read from its bytes.
 *
 * @param parent hash of the block it builds on
 * @param minedAt by its miner's clock, which may be two hours off
 * @param size in bytes
 */
record RawBlock(
        String hash, String parent, Instant minedAt, List<RawTransaction> transactions, int size) {

    private static final int HEADER_BYTES = 80;
    private static final int LEAST_TRANSACTION_BYTES = 10;

    RawBlock {
        transactions = List.copyOf(transactions);
    }

    /** What follows the transactions, such as a block of Litecoin's MWEB, is passed over. */
    static RawBlock read(byte[] bytes) throws Malformed {
        WireReader in = new WireReader(bytes);
        in.slice(4);
        String parent = in.hash();
        in.slice(32);
        Instant minedAt = Instant.ofEpochSecond(in.uint32());
        in.slice(HEADER_BYTES - in.position());
        String hash = WireReader.reversedHex(Sha256Hash.hashTwice(bytes, 0, HEADER_BYTES));
        int count = in.count(LEAST_TRANSACTION_BYTES);
        List<RawTransaction> transactions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            transactions.add(RawTransaction.read(in, false));
        }
        return new RawBlock(hash, parent, minedAt, transactions, bytes.length);
    }
}
