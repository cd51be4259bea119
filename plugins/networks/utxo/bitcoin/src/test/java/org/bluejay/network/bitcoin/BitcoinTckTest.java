package org.bluejay.network.bitcoin;

import java.time.Clock;
import org.bluejay.connector.DurableStore;
import org.bluejay.connector.tck.NetworkFixture;
import org.bluejay.connector.tck.PaymentNetworkContract;
import org.bluejay.network.utxo.Coin;
import org.bluejay.network.utxo.UtxoFixture;

class BitcoinTckTest implements PaymentNetworkContract {

    @Override
    public NetworkFixture fixture(Clock clock, DurableStore store) {
        return UtxoFixture.of(Coin.BITCOIN, new BitcoinProvider(), store);
    }
}
