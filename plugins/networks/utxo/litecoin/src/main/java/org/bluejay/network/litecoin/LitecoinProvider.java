package org.bluejay.network.litecoin;

import org.bluejay.network.utxo.Coin;
import org.bluejay.network.utxo.UtxoProvider;

/** Litecoin, as its shops' own wallets hold it. */
public final class LitecoinProvider extends UtxoProvider {

    public LitecoinProvider() {
        super(Coin.LITECOIN);
    }
}
