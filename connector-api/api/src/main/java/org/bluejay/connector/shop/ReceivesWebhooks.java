package org.bluejay.connector.shop;

import org.bluejay.connector.InboundCallback;

/** Implemented by a {@link ShopConnector} whose platform sends webhooks. */
public interface ReceivesWebhooks {

    /**
     * Checks and reads a webhook in one step, over the raw bytes. Pure: it asks nobody, and the
     * same webhook gives the same verdict. The host has stored it and answered 200 before.
     *
     * @param webhook whose {@link InboundCallback#token()} is the id of the connection
     */
    WebhookVerdict receive(InboundCallback webhook);
}
