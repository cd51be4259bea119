package org.bluejay.network.mpesa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Http;
import org.bluejay.connector.Settings;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.NotSent;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.NetworkException.Throttled;

/**
 * Safaricom's API, for one channel. Its promise: a request for payment goes out once, and every
 * failure says whether it may have arrived. Only questions are repeated.
 */
final class Daraja {

    private static final Duration PUSH_PATIENCE = Duration.ofSeconds(20);
    private static final Duration QUERY_PATIENCE = Duration.ofSeconds(5);
    private static final String LIVE = "https://api.safaricom.co.ke";
    private static final String SANDBOX = "https://sandbox.safaricom.co.ke";

    /** What Daraja may complain of; its message is not quoted, but searched for these. */
    private static final List<String> FIELDS =
            List.of(
                    "BusinessShortCode",
                    "PhoneNumber",
                    "CallBackURL",
                    "AccountReference",
                    "TransactionDesc",
                    "TransactionType",
                    "Timestamp",
                    "Amount",
                    "PartyA",
                    "PartyB");

    private final Settings settings;
    private final ConnectorContext context;
    private final Login login;

    Daraja(Settings settings, ConnectorContext context) {
        this.settings = settings;
        this.context = context;
        this.login = new Login(settings, context);
    }

    /**
     * What a payer is asked for.
     *
     * @param description public, at most 13 characters
     */
    record Order(Msisdn phone, long shillings, String description, URI callbackUrl) {}

    /** The names under which Daraja knows what it has taken. */
    record Accepted(String merchantRequestId, String checkoutRequestId) {}

    /**
     * Where this channel's Daraja is.
     *
     * @throws Refused when a live channel was given another address than Safaricom's
     */
    static URI base(Settings settings, ConnectorContext context) throws Refused {
        boolean live = context.environment() == Environment.LIVE;
        String own = settings.find(MpesaProvider.BASE_URL).orElse("").replaceAll("/+$", "");
        if (live && !own.isEmpty()) {
            throw new Refused(
                    "base-url",
                    "a live channel speaks to Safaricom only: remove the setting "
                            + MpesaProvider.BASE_URL);
        }
        return URI.create(live ? LIVE : own.isEmpty() ? SANDBOX : own);
    }

    /** A login that still holds; asks for one if need be. Nothing else is asked for. */
    String login() throws NetworkException {
        return login.token();
    }

    /** Logs in anew, whatever login there is. */
    void tryLogin() throws NetworkException {
        login.renew();
    }

    /**
     * Sends a prompt to a phone, once.
     *
     * @param token of {@link #login()}, had before anything was written down
     */
    Accepted push(String token, Order order) throws NetworkException {
        Reply reply;
        try {
            reply = post("/mpesa/stkpush/v1/processrequest", token, bodyOf(order), PUSH_PATIENCE);
        } catch (Http.NotSent cut) {
            throw new NotSent("Safaricom was not reached", cut);
        } catch (Http.NoAnswer lost) {
            throw new OutcomeUnknown("Safaricom did not answer", lost);
        }
        String checkoutId = reply.text("CheckoutRequestID");
        if (reply.isOk()
                && reply.text("ResponseCode").equals("0")
                && checkoutId.matches(StkCallback.ID)) {
            return new Accepted(reply.text("MerchantRequestID"), checkoutId);
        }
        throw failure(reply, token);
    }

    private NetworkException failure(Reply reply, String token) {
        if (reply.isBusy()) {
            return busy(reply);
        }
        if (reply.refusesLogin()) {
            // It did not get past the door. Who asked may ask again; here only questions are.
            login.forget(token);
            return new NotSent("Safaricom took the login for expired; nothing was sent", null);
        }
        if (reply.isEmptyTalk()) {
            return new Refused(
                    reply.code(), "Safaricom does not accept the channel's short code and passkey");
        }
        if (reply.isRefusal()) {
            String message = reply.text("errorMessage");
            String field =
                    FIELDS.stream().filter(message::contains).findFirst().orElse("the request");
            return new Refused(reply.code(), "Safaricom refused " + field);
        }
        if (reply.isOk() && !reply.text("ResponseCode").matches("|0")) {
            return new Refused("not-accepted", "Safaricom did not accept the request");
        }
        return new OutcomeUnknown(
                "Safaricom's answer (HTTP " + reply.status() + ") leaves open what happened", null);
    }

    /**
     * How a prompt stands.
     *
     * @throws Refused when Safaricom answers, but says nothing: unlike an outage this is no reason
     *     to leave it alone
     */
    StkResult query(String checkoutId) throws NetworkException {
        Reply reply = ask(checkoutId);
        if (reply.refusesLogin()) {
            reply = ask(checkoutId);
        }
        if (reply.isBusy()) {
            throw busy(reply);
        }
        if (reply.isEmptyTalk()) {
            throw new Refused(reply.code(), "Safaricom has no answer about this payment");
        }
        if (reply.refusesLogin()) {
            throw new NotSent("Safaricom does not take its own login", null);
        }
        if (reply.isRefusal()) {
            throw new Refused(reply.code(), "Safaricom refused the question");
        }
        String code = reply.text("ResultCode");
        boolean sameOne = reply.text("CheckoutRequestID").matches("|" + quoted(checkoutId));
        if (!reply.isOk() || !sameOne || !code.matches("[A-Za-z0-9_.]{1,20}")) {
            throw new OutcomeUnknown(
                    "Safaricom's answer (HTTP " + reply.status() + ") is unreadable", null);
        }
        return StkResult.of(code);
    }

    private static String quoted(String text) {
        return Pattern.quote(text);
    }

    private Reply ask(String checkoutId) throws NetworkException {
        ObjectNode body = signed();
        body.put("CheckoutRequestID", checkoutId);
        String token = login.token();
        try {
            Reply reply = post("/mpesa/stkpushquery/v1/query", token, body, QUERY_PATIENCE);
            if (reply.refusesLogin()) {
                login.forget(token);
            }
            return reply;
        } catch (Http.NotSent cut) {
            throw new NotSent("Safaricom was not reached", cut);
        } catch (Http.NoAnswer lost) {
            throw new OutcomeUnknown("Safaricom did not answer", lost);
        }
    }

    private static Throttled busy(Reply reply) {
        return new Throttled("Safaricom takes no more requests for now", reply.retryAfter());
    }

    private Reply post(String path, String token, ObjectNode body, Duration patience)
            throws Refused, Http.NotSent, Http.NoAnswer {
        return Reply.of(
                context.http()
                        .send(
                                new Http.Request(
                                        "POST",
                                        URI.create(base(settings, context) + path),
                                        Map.of(
                                                "authorization",
                                                "Bearer " + token,
                                                "content-type",
                                                "application/json"),
                                        Json.write(body).getBytes(StandardCharsets.UTF_8),
                                        patience)));
    }

    private ObjectNode bodyOf(Order order) {
        boolean till = settings.text(MpesaProvider.TYPE).equals(MpesaProvider.TILL);
        long receiver =
                settings.wholeNumber(till ? MpesaProvider.TILL_NUMBER : MpesaProvider.SHORTCODE);
        long phone = Long.parseLong(order.phone().reveal());
        ObjectNode body = signed();
        body.put("TransactionType", till ? "CustomerBuyGoodsOnline" : "CustomerPayBillOnline");
        body.put("Amount", order.shillings());
        body.put("PartyA", phone);
        body.put("PartyB", receiver);
        body.put("PhoneNumber", phone);
        body.put("CallBackURL", order.callbackUrl().toString());
        body.put("AccountReference", settings.text(MpesaProvider.ACCOUNT_REFERENCE));
        body.put("TransactionDesc", order.description());
        return body;
    }

    /** Who asks, and the proof, made of the very timestamp beside it. */
    private ObjectNode signed() {
        String shortcode = settings.text(MpesaProvider.SHORTCODE);
        String timestamp = NairobiTime.write(context.clock().instant());
        ObjectNode body = Json.object();
        body.put("BusinessShortCode", Long.parseLong(shortcode));
        body.put(
                "Password",
                password(shortcode, settings.secret(MpesaProvider.PASSKEY).reveal(), timestamp));
        body.put("Timestamp", timestamp);
        return body;
    }

    static String password(String shortcode, String passkey, String timestamp) {
        String plain = shortcode + passkey + timestamp;
        return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }
}
