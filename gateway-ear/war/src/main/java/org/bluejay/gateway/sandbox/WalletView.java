package org.bluejay.gateway.sandbox;

import java.util.Optional;
import org.bluejay.connector.Money;
import org.bluejay.gateway.page.Page;

/**
 * What the page shows that stands in for a payer's wallet in tests ({@code sandbox/wallet.jte}).
 *
 * @param page the frame, at the wallet's own address, to which the form is sent as {@code outcome}
 * @param asked the amount of the request
 * @param less what "too little" would pay
 * @param more what "too much" would pay
 * @param outcome what was chosen; empty while the request is open
 * @param checkout path of the payer's checkout
 */
public record WalletView(
        Page page,
        String shopName,
        String methodName,
        Money asked,
        Money less,
        Money more,
        Optional<Outcome> outcome,
        String checkout) {

    /** What the person who tests lets happen; the form's values are these in lower case. */
    public enum Outcome {
        PAY,
        LESS,
        MORE,
        FAIL
    }
}
