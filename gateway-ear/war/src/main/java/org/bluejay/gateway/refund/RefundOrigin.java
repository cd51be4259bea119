package org.bluejay.gateway.refund;

import java.util.Locale;

/** Who began a refund. */
public enum RefundOrigin {
    /** The merchant, through the API. */
    API,
    /** The shop platform: the shop knows it by an id of its own. */
    SHOP,
    /** Somebody at the network, past the gateway: the money has gone already. */
    NETWORK;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RefundOrigin ofText(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
