package org.bluejay.network.utxo;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bitcoinj.base.Base58;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.crypto.ChildNumber;
import org.bitcoinj.crypto.DeterministicKey;
import org.bitcoinj.crypto.HDKeyDerivation;
import org.bitcoinj.crypto.MnemonicCode;

/** Accounts of the wallet that all documents of this field take as their example. */
public final class TestAccount {

    private static final List<String> WORDS =
            Stream.concat(Stream.generate(() -> "abandon").limit(11), Stream.of("about")).toList();

    private TestAccount() {}

    /**
     * The account's public key as a wallet exports it.
     *
     * @param version the first four bytes, in hex: they decide whether it is an xpub or a zpub
     * @param path of hardened steps, such as 84, 2, 0
     */
    public static String publicKey(String version, int... path) {
        DeterministicKey key =
                HDKeyDerivation.createMasterPrivateKey(MnemonicCode.toSeed(WORDS, ""));
        for (int step : path) {
            key = HDKeyDerivation.deriveChildKey(key, new ChildNumber(step, true));
        }
        return withVersion(version, key.serializePubB58(BitcoinNetwork.MAINNET));
    }

    /** The private key of the same, which no channel must ever take. */
    static String privateKey(String version, int... path) {
        DeterministicKey key =
                HDKeyDerivation.createMasterPrivateKey(MnemonicCode.toSeed(WORDS, ""));
        for (int step : path) {
            key = HDKeyDerivation.deriveChildKey(key, new ChildNumber(step, true));
        }
        return withVersion(version, key.serializePrivB58(BitcoinNetwork.MAINNET));
    }

    private static String withVersion(String version, String key) {
        byte[] bytes = Base58.decodeChecked(key);
        byte[] first = HexFormat.of().parseHex(version);
        byte[] rest = new byte[bytes.length - 1];
        System.arraycopy(bytes, 1, rest, 0, rest.length);
        System.arraycopy(first, 1, rest, 0, 3);
        return Base58.encodeChecked(Byte.toUnsignedInt(first[0]), rest);
    }
}
