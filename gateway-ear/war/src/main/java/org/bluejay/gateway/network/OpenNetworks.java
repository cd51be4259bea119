package org.bluejay.gateway.network;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.NotSent;
import org.bluejay.connector.network.PaymentNetwork;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.connector.OpenConnectors;
import org.bluejay.gateway.connector.Opening;
import org.bluejay.gateway.connector.RunningConnector;
import org.bluejay.gateway.connector.TransactionGuard;

/** The payment networks of channels, open as their channels and connectors are now. */
@ApplicationScoped
class OpenNetworks {

    @Inject Connectors connectors;
    @Inject ChannelContexts contexts;
    @Inject TransactionGuard guard;

    private final OpenConnectors<PaymentNetwork, NetworkException> open =
            new OpenConnectors<>(new NetworkFailures());

    /** What is done with an open network. */
    @FunctionalInterface
    interface Use<T> extends OpenConnectors.Use<PaymentNetwork, NetworkException, T> {}

    /**
     * Uses the channel's network. When it is replaced before anything ran, what took its place is
     * used.
     *
     * @throws NotSent when the connector is not loaded or cannot be opened
     * @throws IllegalStateException when the caller is in a transaction
     */
    <T> T use(Channel channel, Use<T> use) throws NetworkException {
        guard.insistOnNone();
        return open.use(
                channel.network(),
                () -> connectors.running(channel.network()).map(with -> opening(channel, with)),
                use);
    }

    private Opening<PaymentNetwork> opening(Channel channel, RunningConnector connector) {
        return new Opening<>(
                channel.id(),
                channel.version(),
                connector,
                channel::settings,
                () -> contexts.of(channel),
                connector.provider()::open);
    }
}
