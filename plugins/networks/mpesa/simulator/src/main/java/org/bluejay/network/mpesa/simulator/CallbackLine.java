package org.bluejay.network.mpesa.simulator;

import java.net.URI;
import java.util.Map;

/** The way back to whoever asked for a payment. */
@FunctionalInterface
public interface CallbackLine {

    /**
     * Sends a callback, once: the real one has not been seen to repeat any.
     *
     * @param headers names in lower case
     * @param body JSON in UTF-8
     */
    void post(URI url, Map<String, String> headers, byte[] body);
}
