package org.bluejay.gateway.network;

import java.time.Duration;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.NotSent;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.NetworkException.Throttled;
import org.bluejay.gateway.connector.Failures;

/** What failed with a network, in the words of its connectors. */
final class NetworkFailures implements Failures<NetworkException> {

    @Override
    public Class<NetworkException> type() {
        return NetworkException.class;
    }

    @Override
    public String farSide() {
        return "network";
    }

    @Override
    public NetworkException notSent(String message, Throwable cause) {
        return new NotSent(message, cause);
    }

    @Override
    public NetworkException outcomeUnknown(String message, Throwable cause) {
        return new OutcomeUnknown(message, cause);
    }

    @Override
    public NetworkException throttled(String message, Duration retryAfter) {
        return new Throttled(message, retryAfter);
    }

    @Override
    public boolean isThrottled(NetworkException failure) {
        return failure instanceof Throttled;
    }

    @Override
    public Duration retryAfter(NetworkException throttled) {
        return ((Throttled) throttled).retryAfter();
    }

    @Override
    public boolean isAnswer(NetworkException failure) {
        return failure instanceof Refused;
    }
}
