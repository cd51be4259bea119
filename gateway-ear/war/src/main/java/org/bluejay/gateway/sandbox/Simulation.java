package org.bluejay.gateway.sandbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bluejay.connector.Environment;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.Simulates;
import org.bluejay.gateway.invoice.AttemptService;
import org.bluejay.gateway.invoice.AttemptView;
import org.bluejay.gateway.invoice.Invoice;
import org.bluejay.gateway.invoice.InvoiceService;
import org.bluejay.gateway.invoice.InvoiceView;
import org.bluejay.gateway.invoice.NewAttempt;
import org.bluejay.gateway.network.Networks;
import org.bluejay.gateway.refund.RefundService;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Problem;

/**
 * Lets payers and networks act. Their part is played by a network that can; the gateway hears of it
 * as always.
 */
@ApplicationScoped
class Simulation {

    private static final NewAttempt USUAL = new NewAttempt("sandbox-code", null, Map.of());

    /** The merchant's part, and no network's: all that came goes back, in a moment. */
    private static final String REFUNDED = "refunded";

    @Inject InvoiceService invoices;
    @Inject AttemptService attempts;
    @Inject RefundService refunds;
    @Inject Networks networks;
    @Inject Courier courier;

    /** An invoice of the caller's that can be played with. */
    Invoice stage(Caller caller, String idOrLink) {
        SandboxClock.requireSandbox(caller);
        return invoices.get(caller, idOrLink);
    }

    /** Plays a scenario, and answers with the invoice as it stands after it. */
    InvoiceView play(Caller caller, Invoice invoice, String scenario, Courier.Fate fate) {
        if (scenario.equals(REFUNDED)) {
            refunds.createAll(caller, invoice.id().toString());
            return view(caller, invoice);
        }
        AttemptView attempt =
                attempts.attempts(caller, invoice.id().toString()).stream()
                        .filter(Simulation::canBePlayed)
                        .reduce((earlier, later) -> later)
                        .orElseGet(() -> attempts.start(invoice, USUAL));
        courier.deliver(attempt.channelId(), act(attempt, scenario), fate);
        return view(caller, invoice);
    }

    InvoiceView view(Caller caller, Invoice invoice) {
        return invoices.view(invoices.get(caller, invoice.id().toString()));
    }

    /** Other networks play by their own rules, and what has failed is over. */
    private static boolean canBePlayed(AttemptView attempt) {
        return attempt.method().startsWith("sandbox-") && !attempt.state().equals("failed");
    }

    /** Plays a scenario for the payer who holds the token of an attempt. */
    void play(AttemptView attempt, String scenario) {
        courier.deliver(attempt.channelId(), act(attempt, scenario), Courier.Fate.NORMAL);
    }

    /** Whether the attempt is of the sandbox at all. */
    static boolean isSandbox(Invoice invoice) {
        return invoice.environment() == Environment.SANDBOX;
    }

    private List<Simulates.SimulatedCallback> act(AttemptView attempt, String scenario) {
        try {
            return networks.simulate(
                    attempt.channelId(),
                    new PaymentHandle(
                            attempt.id().toString(), attempts.networkReference(attempt.id())),
                    Simulates.Scenario.valueOf(scenario.toUpperCase(Locale.ROOT)));
        } catch (NetworkException.Refused refused) {
            throw Problem.conflict("scenario-impossible", refused.getMessage());
        } catch (NetworkException failed) {
            throw Problem.unavailable(
                    "the sandbox network does not answer", java.time.Duration.ofSeconds(1));
        }
    }
}
