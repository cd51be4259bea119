package org.bluejay.network.utxo;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.bitcoinj.base.Base58;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.base.exceptions.AddressFormatException;
import org.bitcoinj.crypto.DeterministicKey;
import org.bitcoinj.crypto.HDKeyDerivation;
import org.bluejay.network.utxo.Coin.Chain;

/**
 * The public key of one account of a shop's wallet (BIP 32), from which the wallet's own receiving
 * addresses follow, and no key that could spend.
 */
final class AccountKey {

    private static final int KEY_BYTES = 78;
    private static final int DEPTH = 4;
    private static final int RECEIVING = 0;

    /** Depth of an account: three in BIP 44, 49 and 84, one in wallets with a seed of Electrum. */
    private static final Set<Integer> ACCOUNT_DEPTHS = Set.of(1, 3);

    /**
     * What the first four bytes of a key say.
     *
     * @param only the coin that alone writes keys so; null when several do
     */
    private record Prefix(boolean main, Scripts scripts, Coin only) {}

    private static final Map<String, Prefix> PUBLIC =
            Map.of(
                    "0488b21e", new Prefix(true, Scripts.NATIVE_SEGWIT, null),
                    "04b24746", new Prefix(true, Scripts.NATIVE_SEGWIT, null),
                    "049d7cb2", new Prefix(true, Scripts.NESTED_SEGWIT, null),
                    "019da462", new Prefix(true, Scripts.NATIVE_SEGWIT, Coin.LITECOIN),
                    "01b26ef6", new Prefix(true, Scripts.NESTED_SEGWIT, Coin.LITECOIN),
                    "043587cf", new Prefix(false, Scripts.NATIVE_SEGWIT, null),
                    "045f1cf6", new Prefix(false, Scripts.NATIVE_SEGWIT, null),
                    "044a5262", new Prefix(false, Scripts.NESTED_SEGWIT, null),
                    "0436f6e1", new Prefix(false, Scripts.NATIVE_SEGWIT, Coin.LITECOIN));

    private static final byte[] XPUB = {0x04, (byte) 0x88, (byte) 0xb2, 0x1e};

    private final Chain chain;
    private final Scripts scripts;
    private final DeterministicKey receiving;
    private final String fingerprint;

    private AccountKey(Chain chain, Scripts scripts, DeterministicKey account) {
        this.chain = chain;
        this.scripts = scripts;
        this.receiving = HDKeyDerivation.deriveChildKey(account, RECEIVING);
        byte[] identity = Arrays.copyOf(account.getPubKey(), 33 + 32);
        System.arraycopy(account.getChainCode(), 0, identity, 33, 32);
        this.fingerprint = HexFormat.of().formatHex(Sha256Hash.hash(identity), 0, 16);
    }

    /**
     * @param text as wallets export it: xpub, ypub, zpub, Ltub, Mtub, or their test kinds
     * @throws IllegalArgumentException when it is something else; the message says what to do, and
     *     nothing of the key
     */
    static AccountKey read(String text, Chain chain) {
        byte[] bytes = decoded(text);
        String prefix = HexFormat.of().formatHex(bytes, 0, 4);
        // A private key has a zero where a public one says on which side of the curve it lies.
        if (bytes.length == KEY_BYTES && bytes[45] == 0) {
            throw fault(
                    "this is a private key: give the public one, and move the money of this"
                            + " account, whose key has now been in other hands");
        }
        Prefix known = PUBLIC.get(prefix);
        if (known == null || bytes.length != KEY_BYTES) {
            throw fault("is not an extended public key of a wallet's account");
        }
        if (known.main != chain.isMain()) {
            throw fault(
                    chain.isMain()
                            ? "is a key for test chains; a live channel needs one of the main chain"
                            : "is a key for real money; the sandbox needs one for test chains"
                                    + " (tpub, vpub, ttub)");
        }
        if (known.only != null && known.only != chain.coin()) {
            throw fault("is a key of " + known.only.title() + ", not of " + chain.coin().title());
        }
        if (!ACCOUNT_DEPTHS.contains((int) bytes[DEPTH])) {
            throw fault(
                    "is not the key of an account but of another level of the wallet: export that"
                            + " of the account, such as m/84'/2'/0'");
        }
        return new AccountKey(chain, known.scripts, parsed(bytes));
    }

    private static byte[] decoded(String text) {
        try {
            byte[] bytes = Base58.decodeChecked(text);
            if (bytes.length >= 4) {
                return bytes;
            }
        } catch (AddressFormatException garbled) {
            // Its message quotes the text.
        }
        throw fault("has a mistake in it: copy it once more, whole");
    }

    private static DeterministicKey parsed(byte[] bytes) {
        System.arraycopy(XPUB, 0, bytes, 0, XPUB.length);
        try {
            return DeterministicKey.deserialize(BitcoinNetwork.MAINNET, bytes);
        } catch (IllegalArgumentException offTheCurve) {
            throw fault("is no point on the curve: copy it once more");
        }
    }

    private static IllegalArgumentException fault(String fault) {
        return new IllegalArgumentException("xpub " + fault);
    }

    /** The same for the same account, however it was written. */
    String fingerprint() {
        return fingerprint;
    }

    /**
     * The receiving address that the wallet shows under this number.
     *
     * @param index from 0
     */
    String addressAt(int index) {
        DeterministicKey key = HDKeyDerivation.deriveChildKey(receiving, index);
        return scripts.addressOf(key.getPubKeyHash(), chain);
    }
}
