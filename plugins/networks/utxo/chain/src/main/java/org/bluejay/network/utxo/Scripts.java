package org.bluejay.network.utxo;

import java.util.List;
import java.util.Optional;
import org.bitcoinj.base.LegacyAddress;
import org.bitcoinj.base.SegwitAddress;
import org.bitcoinj.crypto.internal.CryptoUtils;
import org.bluejay.network.utxo.Coin.Chain;

/**
 * A kind of output script that this connector asks to be paid with, and how a chain writes it as an
 * address. A script has one address, so that both sides of a payment write it alike.
 */
abstract sealed class Scripts {

    /** Pays to a key (BIP 84). */
    static final Scripts NATIVE_SEGWIT = new NativeSegwit();

    /** Pays to the same in the old wrapping (BIP 49). */
    static final Scripts NESTED_SEGWIT = new NestedSegwit();

    private static final List<Scripts> KINDS = List.of(NATIVE_SEGWIT, NESTED_SEGWIT);
    private static final int HASH_BYTES = 20;

    private final byte[] before;
    private final byte[] after;

    private Scripts(byte[] before, byte[] after) {
        this.before = before;
        this.after = after;
    }

    /**
     * @param hash the twenty bytes in the script
     */
    abstract String write(byte[] hash, Chain chain);

    /** The address of the one key with this hash. */
    abstract String addressOf(byte[] keyHash, Chain chain);

    /** The address of an output; empty when it is of no kind that a shop could have asked for. */
    static Optional<String> addressOf(WireReader.Slice script, Chain chain) {
        for (Scripts kind : KINDS) {
            if (kind.fits(script)) {
                byte[] hash = script.bytes(kind.before.length, HASH_BYTES);
                return Optional.of(kind.write(hash, chain));
            }
        }
        return Optional.empty();
    }

    private boolean fits(WireReader.Slice script) {
        return script.length() == before.length + HASH_BYTES + after.length
                && script.has(0, before)
                && script.has(before.length + HASH_BYTES, after);
    }

    byte[] around(byte[] hash) {
        byte[] script = new byte[before.length + hash.length + after.length];
        System.arraycopy(before, 0, script, 0, before.length);
        System.arraycopy(hash, 0, script, before.length, hash.length);
        System.arraycopy(after, 0, script, before.length + hash.length, after.length);
        return script;
    }

    /** OP_0 and the hash of a key. */
    private static final class NativeSegwit extends Scripts {

        NativeSegwit() {
            super(new byte[] {0x00, HASH_BYTES}, new byte[0]);
        }

        @Override
        String write(byte[] hash, Chain chain) {
            return SegwitAddress.fromHash(chain, hash).toBech32();
        }

        @Override
        String addressOf(byte[] keyHash, Chain chain) {
            return write(keyHash, chain);
        }
    }

    /** OP_HASH160, the hash of a script, OP_EQUAL. */
    private static final class NestedSegwit extends Scripts {

        NestedSegwit() {
            super(new byte[] {(byte) 0xa9, HASH_BYTES}, new byte[] {(byte) 0x87});
        }

        @Override
        String write(byte[] hash, Chain chain) {
            return LegacyAddress.fromScriptHash(chain, hash).toString();
        }

        @Override
        String addressOf(byte[] keyHash, Chain chain) {
            return write(CryptoUtils.sha256hash160(NATIVE_SEGWIT.around(keyHash)), chain);
        }
    }
}
