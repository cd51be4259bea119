package org.bluejay.network.bitcoin;

import org.bluejay.network.utxo.Coin;
import org.bluejay.network.utxo.UtxoProvider;

/** Bitcoin, as its shops' own wallets hold it. */
public final class BitcoinProvider extends UtxoProvider {

    public BitcoinProvider() {
        super(Coin.BITCOIN);
    }
}
