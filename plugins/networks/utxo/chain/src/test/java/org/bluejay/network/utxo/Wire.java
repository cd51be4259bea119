package org.bluejay.network.utxo;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import org.bitcoinj.base.Sha256Hash;

/** Writes blocks and transactions as nodes do. */
final class Wire {

    private Wire() {}

    /**
     * @param script in bytes
     */
    record Paid(byte[] script, long units) {}

    /**
     * @param spends as {@code txid:vout}
     * @param note makes it another transaction than one alike
     */
    static byte[] transaction(List<String> spends, List<Paid> pays, int note) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        number(out, 2, 4);
        out.write(spends.size());
        for (String spent : spends) {
            String[] parts = spent.split(":", -1);
            out.writeBytes(HexFormat.of().parseHex(WireReader.reversedHex(parse(parts[0]))));
            number(out, Long.parseLong(parts[1]), 4);
            out.write(4);
            number(out, note, 4);
            number(out, 0xfffffffdL, 4);
        }
        count(out, pays.size());
        for (Paid paid : pays) {
            number(out, paid.units(), 8);
            out.write(paid.script().length);
            out.writeBytes(paid.script());
        }
        number(out, 0, 4);
        return out.toByteArray();
    }

    /** Of a transaction without witnesses. */
    static String idOf(byte[] transaction) {
        return WireReader.reversedHex(Sha256Hash.hashTwice(transaction));
    }

    static byte[] block(String parent, long minedAt, List<byte[]> transactions) {
        ByteArrayOutputStream held = new ByteArrayOutputStream();
        transactions.forEach(held::writeBytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        number(out, 0x20000000L, 4);
        out.writeBytes(parse(WireReader.reversedHex(parse(parent))));
        // No Merkle tree; enough that other transactions make another block.
        out.writeBytes(Sha256Hash.hashTwice(held.toByteArray()));
        number(out, minedAt, 4);
        number(out, 0x207fffffL, 4);
        number(out, 0, 4);
        out.write(0xfd);
        number(out, transactions.size(), 2);
        out.writeBytes(held.toByteArray());
        return out.toByteArray();
    }

    private static void count(ByteArrayOutputStream out, int count) {
        if (count >= 0xfd) {
            out.write(0xfd);
            number(out, count, 2);
        } else {
            out.write(count);
        }
    }

    private static byte[] parse(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static void number(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> (8 * i)));
        }
    }
}
