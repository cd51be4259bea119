package org.bluejay.network.mpesa;

import java.math.BigDecimal;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Environment;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.NotSent;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.NetworkException.Throttled;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentInstruction;
import org.bluejay.connector.network.PaymentRequest;

/**
 * Sends prompts to payers' phones. Daraja would send a second one for the same request, so each is
 * written down before it goes out, and what was written down once is never sent again unless it is
 * certain that it did not arrive.
 */
final class Prompts {

    private static final int MAX_DESCRIPTION = 13;

    private final ConnectorContext context;
    private final Daraja daraja;
    private final PaymentBook book;
    private final PhoneLocks phones;

    Prompts(ConnectorContext context, Daraja daraja, PaymentBook book, PhoneLocks phones) {
        this.context = context;
        this.daraja = daraja;
        this.book = book;
        this.phones = phones;
    }

    /** See {@link org.bluejay.connector.network.PaymentNetwork#requestPayment}. */
    PaymentInstruction send(PaymentRequest request) throws NetworkException {
        if (!request.method().equals(MpesaProvider.METHOD)) {
            throw new Refused("unknown-method", "M-Pesa has one method: " + MpesaProvider.METHOD);
        }
        Optional<Asked> earlier = book.find(request.reference());
        if (earlier.isPresent()) {
            return repeat(earlier.get());
        }
        Daraja.Order order = orderOf(request);
        String login = daraja.login();
        Asked mine =
                new Asked(
                        request.reference(),
                        Asked.Stage.SENDING,
                        UUID.randomUUID().toString(),
                        order.shillings(),
                        order.phone().masked(),
                        phones.nameOf(order.phone()),
                        context.clock().instant(),
                        "",
                        "",
                        "");
        Asked holds = book.claim(mine, tokenOf(request.callbackUrl()));
        return holds.claim().equals(mine.claim()) ? push(mine, order, login) : repeat(holds);
    }

    private PaymentInstruction push(Asked mine, Daraja.Order order, String login)
            throws NetworkException {
        if (!phones.take(mine.phoneLock(), mine.reference())) {
            book.forget(mine, tokenOf(order.callbackUrl()));
            // Not Throttled: one busy phone is no reason to leave Safaricom alone.
            throw new Refused(
                    "phone-busy",
                    "this phone has a request to pay open; answer it, or wait a minute and try"
                            + " again");
        }
        try {
            Daraja.Accepted accepted = daraja.push(login, order);
            Asked done = mine.accepted(accepted.merchantRequestId(), accepted.checkoutRequestId());
            book.keep(done);
            return instruction(done);
        } catch (Refused no) {
            book.keep(mine.refused(no.code() + ": " + no.getMessage()));
            phones.release(mine.phoneLock(), mine.reference());
            throw no;
        } catch (NotSent | Throttled nothingHappened) {
            phones.release(mine.phoneLock(), mine.reference());
            book.forget(mine, tokenOf(order.callbackUrl()));
            throw nothingHappened;
        }
    }

    /** Asked before: whatever came of it then, the payer is not asked a second time. */
    private static PaymentInstruction repeat(Asked asked) throws NetworkException {
        switch (asked.stage()) {
            case ACCEPTED -> {
                return instruction(asked);
            }
            case REFUSED -> {
                String[] why = asked.refusal().split(": ", 2);
                throw new Refused(why[0], why[why.length - 1]);
            }
            case SENDING ->
                    throw new OutcomeUnknown(
                            "it was asked for before, and Safaricom's answer is not known", null);
        }
        throw new IllegalStateException("no such stage: " + asked.stage());
    }

    private static PaymentInstruction instruction(Asked asked) {
        return new PaymentInstruction.AwaitApproval(
                new PaymentHandle(asked.reference(), asked.checkoutRequestId()), asked.sentTo());
    }

    private Daraja.Order orderOf(PaymentRequest request) throws Refused {
        Msisdn phone =
                Msisdn.of(request.input().getOrDefault(MpesaProvider.PHONE, ""))
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                "phone-not-kenyan",
                                                "the phone must be a Kenyan mobile number, such as"
                                                        + " 0712 345 678"));
        BigDecimal amount = request.amount().amount().stripTrailingZeros();
        if (!request.amount().currency().equals(Asked.KES) || amount.scale() > 0) {
            throw new Refused("not-whole-shillings", "M-Pesa takes whole shillings (KES) only");
        }
        if (context.environment() == Environment.LIVE
                && !"https".equals(request.callbackUrl().getScheme())) {
            throw new Refused(
                    "callback-not-https",
                    "Safaricom calls back over https only: set bluejay.public-url to the gateway's"
                            + " public https address");
        }
        return new Daraja.Order(
                phone,
                amount.longValueExact(),
                brief(request.description()),
                request.callbackUrl());
    }

    /** The payer's own language may not survive the prompt, so only plain letters are sent. */
    private static String brief(String description) {
        String plain = description.replaceAll("[^A-Za-z0-9 .-]", "").strip();
        String cut = plain.length() > MAX_DESCRIPTION ? plain.substring(0, MAX_DESCRIPTION) : plain;
        return cut.isBlank() ? "Payment" : cut.strip();
    }

    private static String tokenOf(URI callbackUrl) {
        String path = callbackUrl.getRawPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
