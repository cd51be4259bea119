package org.bluejay.network.mpesa.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bluejay.network.mpesa.simulator.Conversation.Answer;

/**
 * How a test in another process steers the simulator:
 *
 * <ul>
 *   <li>{@code GET /control/pushes}: all prompts with what became of them
 *   <li>{@code POST /control/plans} {@code {"phone", "submit", "steps": [{"code", "after"}],
 *       "callbacks", "noAnswers", "loose"}}: what the next push to this phone comes to
 *   <li>{@code POST /control/pushes/{checkoutRequestId}/end} {@code {"code"}}: the result, now; a
 *       {@code 0} may follow on a time-out
 *   <li>{@code POST /control/pushes/{checkoutRequestId}/silence} {@code {"queries"}}: so many
 *       status queries get no answer
 *   <li>{@code POST /control/tokens/expire}: every login is over
 * </ul>
 */
final class ControlApi {

    private final DarajaSimulator simulator;

    ControlApi(DarajaSimulator simulator) {
        this.simulator = simulator;
    }

    Answer answer(Conversation asked) {
        String route = asked.method() + " " + String.join("/", asked.path());
        try {
            if (route.equals("GET control/pushes")) {
                return pushes();
            }
            if (route.equals("POST control/plans")) {
                return plan(asked.json().orElse(Json.object()));
            }
            if (route.equals("POST control/tokens/expire")) {
                simulator.expireTokens();
                return Answer.empty(204);
            }
            if (route.matches("POST control/pushes/[^/]+/(end|silence)")) {
                return change(asked.path(), asked.json().orElse(Json.object()));
            }
        } catch (IllegalArgumentException | DateTimeException fault) {
            return problem(422, fault.getMessage());
        }
        return problem(404, "there is no such path");
    }

    private Answer pushes() {
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("pushes");
        for (Push push : simulator.pushes()) {
            ObjectNode one = list.addObject();
            one.put("merchantRequestId", push.merchantRequestId());
            one.put("checkoutRequestId", push.checkoutRequestId());
            one.put("shortcode", push.shortcode());
            one.put("amount", push.amount());
            one.put("phone", push.msisdn());
            one.put("accountReference", push.accountReference());
            one.put("callbackUrl", push.callbackUrl().toString());
            one.put("at", push.at().toString());
            ArrayNode results = one.putArray("results");
            push.results()
                    .forEach(
                            result ->
                                    results.addObject()
                                            .put("code", result.code())
                                            .put("at", result.at().toString())
                                            .put("receipt", result.receipt()));
        }
        return Answer.json(200, answer);
    }

    private Answer plan(JsonNode said) {
        String phone = said.path("phone").asText();
        if (!phone.matches("254[0-9]{9}")) {
            throw new IllegalArgumentException("phone must be 254 and nine digits");
        }
        List<Plan.Step> steps = new ArrayList<>();
        for (JsonNode step : said.path("steps")) {
            steps.add(
                    new Plan.Step(
                            step.path("code").asText(),
                            Duration.parse(step.path("after").asText("PT0S"))));
        }
        simulator.plan(
                phone,
                new Plan(
                        Plan.Submit.valueOf(word(said, "submit", Plan.Submit.ACCEPT)),
                        steps,
                        Plan.Callbacks.valueOf(word(said, "callbacks", Plan.Callbacks.ONCE)),
                        said.path("noAnswers").asInt(),
                        said.path("loose").asBoolean()));
        return Answer.empty(204);
    }

    private static String word(JsonNode said, String field, Enum<?> otherwise) {
        return said.path(field).asText(otherwise.name()).toUpperCase(Locale.ROOT);
    }

    private Answer change(String[] path, JsonNode said) {
        String id = path[2];
        Optional<Push> changed =
                path[3].equals("end")
                        ? simulator.end(id, said.path("code").asText("0"))
                        : simulator.silence(id, said.path("queries").asInt(1));
        return changed.isPresent()
                ? Answer.empty(204)
                : problem(409, "there is no such prompt, or this changes nothing about it");
    }

    private static Answer problem(int status, String detail) {
        return Answer.json(status, Json.object().put("detail", detail));
    }
}
