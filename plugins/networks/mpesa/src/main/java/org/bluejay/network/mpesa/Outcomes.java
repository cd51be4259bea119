package org.bluejay.network.mpesa;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.network.PaymentReport.TransferState;

/**
 * Finds out what became of prompts. Money is reported only when the status query says so; the
 * receipt, which the query does not know, is taken from callbacks that fit.
 */
final class Outcomes {

    private static final System.Logger LOG = System.getLogger(Outcomes.class.getName());

    /** A phone that did not answer is asked about so many times more before that is the end. */
    private static final int LOOKS_AFTER_NO_RESPONSE = 3;

    /** No prompt is answered later than this. */
    private static final Duration PROMPT_LIFE = Duration.ofMinutes(2);

    /** How far Safaricom's clock and ours may be apart. */
    private static final Duration SKEW = Duration.ofMinutes(2);

    private final ConnectorContext context;
    private final Daraja daraja;
    private final PaymentBook book;
    private final PhoneLocks phones;

    Outcomes(ConnectorContext context, Daraja daraja, PaymentBook book, PhoneLocks phones) {
        this.context = context;
        this.daraja = daraja;
        this.book = book;
        this.phones = phones;
    }

    /** See {@link org.bluejay.connector.network.LooksUp#lookUp}. */
    PaymentReport lookUp(PaymentHandle handle) throws NetworkException {
        Instant began = context.clock().instant();
        Asked asked =
                book.find(handle.reference())
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                "not-found",
                                                "this channel has not asked for such a payment"));
        List<String> checkoutIds = book.checkoutIds(asked);
        if (checkoutIds.isEmpty()) {
            throw new Refused(
                    "no-checkout-id",
                    "Safaricom's answer was lost, and only its callback can tell the id to ask by");
        }
        if (checkoutIds.size() == 1) {
            return reportOf(asked, checkoutIds.get(0), daraja.query(checkoutIds.get(0)), began);
        }
        return anyOf(asked, checkoutIds, began);
    }

    /** Several are named, and at most one is true: the one that was paid, if any was. */
    private PaymentReport anyOf(Asked asked, List<String> checkoutIds, Instant began)
            throws NetworkException {
        for (String checkoutId : checkoutIds) {
            try {
                StkResult result = daraja.query(checkoutId);
                if (result.meaning() == StkResult.Meaning.PAID && isOwn(checkoutId, asked)) {
                    return reportOf(asked, checkoutId, result, began);
                }
            } catch (Refused noAnswer) {
                LOG.log(Level.DEBUG, "event=mpesa-no-answer code={0}", noAnswer.code());
            }
        }
        return PaymentReport.open(new PaymentHandle(asked.reference(), ""));
    }

    private PaymentReport reportOf(
            Asked asked, String checkoutId, StkResult result, Instant began) {
        PaymentHandle handle = new PaymentHandle(asked.reference(), checkoutId);
        return switch (result.meaning()) {
            case PAID -> paid(asked, checkoutId, began);
            case PENDING -> PaymentReport.open(handle);
            case FAILED -> failed(asked, handle, result);
            case UNREACHABLE ->
                    book.timesUnreachable(asked) < LOOKS_AFTER_NO_RESPONSE
                            ? PaymentReport.open(handle)
                            : failed(asked, handle, result);
            case UNKNOWN -> {
                LOG.log(
                        Level.WARNING,
                        "event=mpesa-result-unknown code={0} reference={1}",
                        result.code(),
                        asked.reference());
                yield PaymentReport.open(handle);
            }
        };
    }

    private PaymentReport failed(Asked asked, PaymentHandle handle, StkResult result) {
        phones.release(asked.phoneLock(), asked.reference());
        return PaymentReport.failed(handle, result.reason());
    }

    private PaymentReport paid(Asked asked, String checkoutId, Instant began) {
        if (!isOwn(checkoutId, asked)) {
            LOG.log(
                    Level.WARNING,
                    "event=mpesa-payment-of-another reference={0}",
                    asked.reference());
            return PaymentReport.open(new PaymentHandle(asked.reference(), ""));
        }
        phones.release(asked.phoneLock(), asked.reference());
        Optional<StkCallback> told =
                book.receiptOf(asked, checkoutId)
                        .filter(
                                said ->
                                        book.isOwn(
                                                PaymentBook.RECEIPT,
                                                said.receipt().orElseThrow(),
                                                asked.reference()));
        Instant latest = asked.at().plus(PROMPT_LIFE);
        Instant at =
                told.flatMap(StkCallback::paidAt)
                        .filter(time -> isPossible(time, asked, began))
                        .orElse(began.isBefore(latest) ? began : latest);
        Paid paid = book.settle(asked, new Paid(at, told.flatMap(StkCallback::receipt).orElse("")));
        boolean known = !paid.receipt().isEmpty();
        Transfer transfer =
                new Transfer(
                        known ? paid.receipt() : checkoutId,
                        known ? Set.of(checkoutId) : Set.of(),
                        asked.amount(),
                        TransferState.SETTLED,
                        paid.at(),
                        began,
                        !known);
        return new PaymentReport(
                new PaymentHandle(asked.reference(), checkoutId),
                PaymentReport.State.COMPLETED,
                List.of(transfer),
                "");
    }

    private boolean isOwn(String checkoutId, Asked asked) {
        return book.isOwn(PaymentBook.CHECKOUT, checkoutId, asked.reference());
    }

    /** A callback is unsigned, so its time counts only where it can be true. */
    private static boolean isPossible(Instant time, Asked asked, Instant began) {
        return !time.isBefore(asked.at().minus(SKEW)) && !time.isAfter(began.plus(SKEW));
    }
}
