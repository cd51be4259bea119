package org.bluejay.network.mpesa.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.bluejay.network.mpesa.simulator.Conversation.Answer;

/** The calls that shops make, answered in Daraja's own words and shapes. */
final class DarajaApi {

    private final Logins logins;
    private final Pushes pushes;
    private final Consumer<Push> told;
    private final Consumer<Push> toldAtOnce;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger swallowed = new AtomicInteger();

    /**
     * @param told sends the callback of a result, in its own time
     * @param toldAtOnce sends it before it returns
     */
    DarajaApi(Logins logins, Pushes pushes, Consumer<Push> told, Consumer<Push> toldAtOnce) {
        this.logins = logins;
        this.pushes = pushes;
        this.told = told;
        this.toldAtOnce = toldAtOnce;
    }

    Answer token(Conversation asked) {
        String credentials = DarajaSimulator.CONSUMER_KEY + ":" + DarajaSimulator.CONSUMER_SECRET;
        String expected =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        if (!asked.query().contains("grant_type=client_credentials")
                || !asked.header("Authorization").equals(expected)) {
            return Answer.empty(400);
        }
        ObjectNode answer = Json.object();
        answer.put("access_token", logins.newToken());
        answer.put("expires_in", Long.toString(Logins.LIFE.toSeconds()));
        return Answer.json(200, answer);
    }

    Answer push(Conversation asked) {
        Optional<Answer> refusal = refusal(asked);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        JsonNode ask = asked.json().orElseThrow();
        Plan plan = pushes.takePlan(StkOrder.text(ask, "PhoneNumber"));
        if (plan.submit() == Plan.Submit.SPIKE_ARREST) {
            return error(429, "500.003.02", "System is busy. Please try again in few minutes.");
        }
        if (plan.submit() == Plan.Submit.REJECT) {
            return error(400, "400.002.02", "Bad Request - Invalid PhoneNumber");
        }
        Optional<String> invalid = StkOrder.invalidFieldOf(ask);
        if (invalid.isPresent()) {
            return error(400, "400.002.02", "Bad Request - Invalid " + invalid.get());
        }
        if (!StkOrder.hasPassword(ask, DarajaSimulator.PASSKEY)) {
            return error(500, "500.001.1001", "[MerchantValidate] - Wrong credentials");
        }
        Push push = pushes.open(StkOrder.of(ask), plan);
        if (plan.callbacks() == Plan.Callbacks.BEFORE_ANSWER) {
            String code = plan.steps().isEmpty() ? "0" : plan.steps().get(0).code();
            pushes.end(push.checkoutRequestId(), code).ifPresent(toldAtOnce);
        }
        return plan.submit() == Plan.Submit.DROP_ANSWER ? Answer.BROKEN : accepted(push);
    }

    private static Answer accepted(Push push) {
        ObjectNode answer = Json.object();
        answer.put("MerchantRequestID", push.merchantRequestId());
        answer.put("CheckoutRequestID", push.checkoutRequestId());
        answer.put("ResponseCode", "0");
        answer.put("ResponseDescription", "Success. Request accepted for processing");
        answer.put("CustomerMessage", "Success. Request accepted for processing");
        return Answer.json(200, answer);
    }

    Answer status(Conversation asked) {
        Optional<Answer> refusal = refusal(asked);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        JsonNode ask = asked.json().orElseThrow();
        if (!StkOrder.hasPassword(ask, DarajaSimulator.PASSKEY)) {
            return error(500, "500.001.1001", "[MerchantValidate] - Wrong credentials");
        }
        pushes.catchUp(told);
        String id = StkOrder.text(ask, "CheckoutRequestID");
        Optional<Push> push =
                pushes.find(id)
                        .filter(
                                found ->
                                        StkOrder.text(ask, "BusinessShortCode")
                                                .equals(Long.toString(found.shortcode())));
        // An unknown id is answered like a payment under way: the real one does not tell them
        // apart.
        if (push.isEmpty() || pushes.swallowsQuery(id)) {
            boolean odd = swallowed.incrementAndGet() % 2 == 1;
            return error(
                    odd ? 500 : 200,
                    "500.001.1001",
                    odd ? "The transaction is being processed" : "");
        }
        return Answer.json(200, statusOf(push.get()));
    }

    private static ObjectNode statusOf(Push push) {
        String code = push.result().map(Push.Result::code).orElse("4999");
        ObjectNode answer = Json.object();
        answer.put("ResponseCode", "0");
        // Three s: that is how it arrives.
        answer.put("ResponseDescription", "The service request has been accepted successsfully");
        answer.put("MerchantRequestID", push.merchantRequestId());
        answer.put("CheckoutRequestID", push.checkoutRequestId());
        answer.put("ResultCode", code);
        answer.put("ResultDesc", ResultWords.of(code));
        return answer;
    }

    private Optional<Answer> refusal(Conversation asked) {
        if (!logins.isValid(asked.header("Authorization"))) {
            return Optional.of(error(404, "404.001.03", "Invalid Access Token"));
        }
        return asked.json().isPresent()
                ? Optional.empty()
                : Optional.of(error(400, "400.002.05", "Invalid Request Payload"));
    }

    private Answer error(int status, String code, String words) {
        ObjectNode answer = Json.object();
        answer.put("requestId", "16813-" + requests.incrementAndGet() + "-1");
        answer.put("errorCode", code);
        answer.put("errorMessage", words);
        return Answer.json(status, answer);
    }
}
