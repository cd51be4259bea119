package org.bluejay.network.sandbox;

import java.time.Clock;
import org.bluejay.connector.DurableStore;
import org.bluejay.connector.tck.NetworkFixture;
import org.bluejay.connector.tck.PaymentNetworkContract;

class SandboxSignedTckTest implements PaymentNetworkContract {

    @Override
    public NetworkFixture fixture(Clock clock, DurableStore store) {
        return new SandboxFixture(SandboxProvider.SIGNED, clock, store);
    }
}
