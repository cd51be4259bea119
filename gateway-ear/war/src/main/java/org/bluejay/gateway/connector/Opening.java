package org.bluejay.gateway.connector;

import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Settings;

/**
 * How a connector is opened for a channel to a network, or a connection to a shop, as both are now.
 *
 * @param id the channel's or the connection's
 * @param version which grows with every change of its settings
 * @param settings its answers as settings of a schema; throws IllegalArgumentException when they do
 *     not pass it
 * @param context what is lent to the connector
 * @param open runs on the connector's own thread
 */
public record Opening<C>(
        UUID id,
        long version,
        Running connector,
        Function<ConfigSchema, Settings> settings,
        Supplier<ConnectorContext> context,
        BiFunction<Settings, ConnectorContext, C> open) {}
