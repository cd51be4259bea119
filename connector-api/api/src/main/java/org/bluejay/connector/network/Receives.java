package org.bluejay.connector.network;

import java.nio.charset.StandardCharsets;
import org.bluejay.connector.InboundCallback;

/** Implemented by a {@link PaymentNetwork} that calls back. */
public interface Receives {

    /**
     * Checks and reads a callback in one step. It asks nobody outside, and the same callback gives
     * the same verdict. What a later look-up needs and only a callback tells, such as a receipt
     * number, it may keep in its store, so that hearing the callback again changes nothing; never
     * as a proof.
     */
    CallbackVerdict receive(InboundCallback callback);

    /** What the network wants to hear once its callback is stored. */
    default Acknowledgement acknowledgement() {
        return new Acknowledgement(200, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
    }

    /**
     * An HTTP answer to a network.
     *
     * @param status a 2xx
     * @param contentType of the body
     * @param body may be empty
     */
    record Acknowledgement(int status, String contentType, byte[] body) {

        public Acknowledgement {
            body = body.clone();
            if (status < 200 || status > 299) {
                throw new IllegalArgumentException("an acknowledgement is a 2xx, not " + status);
            }
        }

        @Override
        public byte[] body() {
            return body.clone();
        }
    }
}
