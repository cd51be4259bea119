package org.bluejay.gateway.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.gateway.network.Channel;
import org.bluejay.gateway.network.PaymentReports;
import org.bluejay.gateway.shared.Ids;

/**
 * What networks call back with, taken to the invoices: proven reports as they are, hints as a
 * reason to ask.
 */
@ApplicationScoped
class NetworkNews implements PaymentReports {

    /** A hint can be forged: it makes a look-up come sooner, but not more than one in this time. */
    static final Duration HINT_PAUSE = Duration.ofSeconds(5);

    @Inject InvoiceService invoices;
    @Inject Reconciler reconciler;
    @Inject Clock clock;

    @Override
    public void apply(Channel channel, String token, PaymentReport report) {
        invoices.apply(ChannelRef.of(channel), named(channel, token, report));
    }

    /** A network that does not repeat our reference is known by the token it was given. */
    private PaymentReport named(Channel channel, String token, PaymentReport report) {
        return invoices.attemptOf(channel.id(), token)
                .filter(attempt -> Ids.parse(report.handle().reference()).isEmpty())
                .map(
                        attempt ->
                                new PaymentHandle(
                                        attempt.toString(), report.handle().networkReference()))
                .map(
                        handle ->
                                new PaymentReport(
                                        handle,
                                        report.state(),
                                        report.transfers(),
                                        report.reason()))
                .orElse(report);
    }

    @Override
    public void hint(Channel channel, String token, PaymentHandle handle) {
        Optional<UUID> attempt =
                Ids.parse(handle.reference()).or(() -> invoices.attemptOf(channel.id(), token));
        if (attempt.isPresent()) {
            invoices.hint(ChannelRef.of(channel), attempt.get(), clock.instant(), HINT_PAUSE);
            reconciler.wake();
        }
    }
}
