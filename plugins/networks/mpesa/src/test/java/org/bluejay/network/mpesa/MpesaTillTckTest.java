package org.bluejay.network.mpesa;

import java.time.Clock;
import java.util.Map;
import org.bluejay.connector.DurableStore;
import org.bluejay.connector.tck.NetworkFixture;
import org.bluejay.connector.tck.PaymentNetworkContract;

class MpesaTillTckTest implements PaymentNetworkContract {

    @Override
    public NetworkFixture fixture(Clock clock, DurableStore store) {
        return new MpesaFixture(
                clock, Map.of("type", "till", "shortcode", "600000", "tillNumber", "512345"));
    }
}
