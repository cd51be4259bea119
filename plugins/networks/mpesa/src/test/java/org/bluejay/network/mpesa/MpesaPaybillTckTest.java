package org.bluejay.network.mpesa;

import java.time.Clock;
import java.util.Map;
import org.bluejay.connector.DurableStore;
import org.bluejay.connector.tck.NetworkFixture;
import org.bluejay.connector.tck.PaymentNetworkContract;

class MpesaPaybillTckTest implements PaymentNetworkContract {

    @Override
    public NetworkFixture fixture(Clock clock, DurableStore store) {
        return new MpesaFixture(
                clock, Map.of("shortcode", "174379", "accountReference", "Duka la Asha"));
    }
}
