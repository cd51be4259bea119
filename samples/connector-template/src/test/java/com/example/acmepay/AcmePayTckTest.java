package com.example.acmepay;

import java.time.Clock;
import org.bluejay.connector.DurableStore;
import org.bluejay.connector.tck.NetworkFixture;
import org.bluejay.connector.tck.PaymentNetworkContract;

/** Everything Bluejay expects of a payment network, tried on this one. */
class AcmePayTckTest implements PaymentNetworkContract {

    @Override
    public NetworkFixture fixture(Clock clock, DurableStore store) {
        return new AcmeStandIn(clock);
    }
}
