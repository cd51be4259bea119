package org.bluejay.connector.network;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/** What the payer has to do next. */
public sealed interface PaymentInstruction {

    PaymentHandle handle();

    /**
     * Scan or copy a code.
     *
     * @param copyText what the payer copies into the wallet: a Pix code, an address
     * @param qrText what the QR code says; often a payment URI around the same
     * @param walletLink opens the payer's wallet, where the network has such links
     */
    record ShowCode(PaymentHandle handle, String copyText, String qrText, Optional<URI> walletLink)
            implements PaymentInstruction {
        public ShowCode {
            Objects.requireNonNull(handle, "handle");
            Objects.requireNonNull(copyText, "copyText");
            Objects.requireNonNull(qrText, "qrText");
            Objects.requireNonNull(walletLink, "walletLink");
        }
    }

    /**
     * Approve a request that the network shows on the payer's own device.
     *
     * @param sentTo where it was sent, masked for the screen: {@code 0712 *** 678}
     */
    record AwaitApproval(PaymentHandle handle, String sentTo) implements PaymentInstruction {
        public AwaitApproval {
            Objects.requireNonNull(handle, "handle");
            Objects.requireNonNull(sentTo, "sentTo");
        }
    }

    /** Go to a page of the network, and come back. */
    record Redirect(PaymentHandle handle, URI location) implements PaymentInstruction {
        public Redirect {
            Objects.requireNonNull(handle, "handle");
            Objects.requireNonNull(location, "location");
        }
    }
}
