package org.bluejay.network.mpesa;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Health;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Settings;
import org.bluejay.connector.network.CallbackVerdict;
import org.bluejay.connector.network.LooksUp;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentInstruction;
import org.bluejay.connector.network.PaymentNetwork;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentRequest;
import org.bluejay.connector.network.Receives;

/**
 * M-Pesa for one paybill or till. One reference is one prompt at most, for ever; money is believed
 * only when the status query says so; what callbacks tell is where to look and which receipt.
 */
final class MpesaNetwork implements PaymentNetwork, LooksUp, Receives {

    private static final byte[] THANKS =
            "{\"ResultCode\":0,\"ResultDesc\":\"Success\"}".getBytes(StandardCharsets.UTF_8);

    /** Seconds before each look-up: at 15, 30, 45, 60, 90 and 120 after the request. */
    private static final List<Integer> FIRST_PAUSES = List.of(15, 15, 15, 15, 30, 30);

    /** Then every five minutes until the hour is full, then hourly. */
    private static final int UNTIL_HOURLY = FIRST_PAUSES.size() + 12;

    private final Daraja daraja;
    private final PaymentBook book;
    private final Prompts prompts;
    private final Outcomes outcomes;

    MpesaNetwork(Settings settings, ConnectorContext context) {
        PhoneLocks phones = new PhoneLocks(context);
        this.daraja = new Daraja(settings, context);
        this.book = new PaymentBook(context);
        this.prompts = new Prompts(context, daraja, book, phones);
        this.outcomes = new Outcomes(context, daraja, book, phones);
    }

    @Override
    public PaymentInstruction requestPayment(PaymentRequest request) throws NetworkException {
        return prompts.send(request);
    }

    @Override
    public CallbackVerdict receive(InboundCallback callback) {
        Optional<StkCallback> said = StkCallback.read(callback.body());
        if (said.isEmpty()) {
            return new CallbackVerdict.Rejected("not an STK callback");
        }
        Optional<Asked> asked = book.findByToken(callback.token());
        if (asked.isEmpty()) {
            return new CallbackVerdict.Rejected("its address belongs to no payment");
        }
        if (!asked.get().isNamedBy(said.get())) {
            return new CallbackVerdict.Rejected(
                    "it names another payment than the one whose address it was sent to");
        }
        book.hear(asked.get(), said.get());
        return new CallbackVerdict.Hint(
                new PaymentHandle(asked.get().reference(), said.get().checkoutRequestId()));
    }

    @Override
    public Acknowledgement acknowledgement() {
        return new Acknowledgement(200, "application/json", THANKS);
    }

    @Override
    public PaymentReport lookUp(PaymentHandle handle) throws NetworkException {
        return outcomes.lookUp(handle);
    }

    @Override
    public Duration pause(int attempt) {
        if (attempt < FIRST_PAUSES.size()) {
            return Duration.ofSeconds(FIRST_PAUSES.get(attempt));
        }
        return attempt < UNTIL_HOURLY ? Duration.ofMinutes(5) : Duration.ofHours(1);
    }

    @Override
    public Health health() {
        try {
            daraja.tryLogin();
            return Health.up("Safaricom accepts the login");
        } catch (NetworkException down) {
            return Health.down(down.getMessage());
        }
    }

    @Override
    public void close() {
        // Nothing is held but a login, which ends by itself.
    }
}
