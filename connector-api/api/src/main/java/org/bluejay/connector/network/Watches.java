package org.bluejay.connector.network;

import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Settings;

/**
 * Implemented by a {@link PaymentNetworkProvider} whose network is a public book: a chain. The book
 * is read once for all shops, through one {@link Source} for each environment that the operator
 * sets up; nobody asks the network about one payment.
 *
 * <p>The {@link PaymentHandle#networkReference()} of a payment is then the address that was made
 * for it, written exactly as the source writes it. The host watches every address it ever gave out,
 * for ever: an attempt closes, the reading goes on.
 */
public interface Watches {

    /** What the operator must tell: a node, and how sure a transfer has to be. */
    ConfigSchema sourceSettings();

    /**
     * Opens the source with answers that passed {@link #sourceSettings()}. Quick: no call to the
     * outside.
     *
     * @param context {@link ConnectorContext#store()} is the source's own; {@link
     *     ConnectorContext#clock()} is the system's, in the sandbox too
     */
    Source openSource(Settings settings, ConnectorContext context);
}
