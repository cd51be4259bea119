package org.bluejay.network.litecoin;

import java.time.Clock;
import org.bluejay.connector.DurableStore;
import org.bluejay.connector.tck.NetworkFixture;
import org.bluejay.connector.tck.PaymentNetworkContract;
import org.bluejay.network.utxo.Coin;
import org.bluejay.network.utxo.UtxoFixture;

class LitecoinTckTest implements PaymentNetworkContract {

    @Override
    public NetworkFixture fixture(Clock clock, DurableStore store) {
        return UtxoFixture.of(Coin.LITECOIN, new LitecoinProvider(), store);
    }
}
