package org.bluejay.shop.vendure.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bluejay.connector.Http;
import org.bluejay.connector.Money;
import org.bluejay.connector.tck.ScriptedHttp;

/**
 * A server in Vendure's shapes, as recorded from Vendure 3.7. It restocks as often as it is asked,
 * and has never heard of idempotency.
 */
final class StandInVendure {

    /** A shop that sells in dinars keeps three decimals, for every currency. */
    static final int DECIMALS = 3;

    static final String KEY = "lookup1:vendure-key-0123456789";
    static final String USERNAME = "bluejay";
    static final String PASSWORD = "vendure password 0123";

    private static final Pattern ROOT_FIELD = Pattern.compile("\\{\\s*([A-Za-z]+)");

    private final Clock clock;
    private final Map<String, StandInOrder> orders = new LinkedHashMap<>();
    private int ids;
    private int changes;
    private boolean revoked;
    private int sessions;
    private boolean handsOutTokens;

    /** Code of the handler that the payment method has; empty for no such method. */
    private String handler = "";

    /**
     * Added to what the order costs when the next payment is recorded, as by a coupon that ran out.
     */
    private BigInteger surprise = BigInteger.ZERO;

    StandInVendure(Clock clock) {
        this.clock = clock;
    }

    synchronized String place(Money total) {
        StandInOrder order = new StandInOrder("" + ++ids, total);
        orders.put(order.id, order);
        touch(order);
        return order.id;
    }

    synchronized StandInOrder order(String id) {
        return orders.get(id);
    }

    synchronized void touch(StandInOrder order) {
        order.updatedAt = clock.instant().plusMillis(++changes / 50);
    }

    synchronized void revoke() {
        revoked = true;
    }

    synchronized void endSessions() {
        sessions++;
    }

    synchronized void handOutTokens() {
        handsOutTokens = true;
    }

    synchronized void handleWith(String code) {
        handler = code;
    }

    synchronized void surpriseBy(Money more) {
        surprise = StandInOrder.smallUnits(more);
    }

    synchronized String pay(String orderId, String method, Money amount, String state) {
        StandInOrder order = orders.get(orderId);
        String id = "" + ++ids;
        order.payments.add(
                new StandInOrder.Payment(id, method, StandInOrder.smallUnits(amount), state));
        return id;
    }

    synchronized Http.Answer answer(Http.Request request) {
        JsonNode body = Json.readObject(request.body()).orElseThrow();
        String document = body.path("query").asText();
        Matcher root = ROOT_FIELD.matcher(document);
        if (!root.find()) {
            return ScriptedHttp.json(400, "{\"errors\":[]}");
        }
        JsonNode variables = body.path("variables");
        if (root.group(1).equals("login")) {
            return logIn(variables);
        }
        if (!isKnown(request.headers())) {
            return error("FORBIDDEN");
        }
        StandInOrder order = orders.get(variables.path("id").asText());
        return switch (root.group(1)) {
            case "globalSettings" -> data(Map.of());
            case "order" -> document.contains("history(") ? notes(order) : one(order);
            case "orders" -> changed(variables);
            case "newest" -> data("newest", newest());
            case "paymentMethods" -> methods(variables);
            case "settlePayment", "settleRefund", "refundOrder" ->
                    ofPayment(root.group(1), variables);
            default ->
                    order == null
                            ? error("ENTITY_NOT_FOUND")
                            : write(root.group(1), order, variables);
        };
    }

    private boolean isKnown(Map<String, String> headers) {
        String session = "session=s" + sessions + "; session.sig=x";
        return !revoked
                && (KEY.equals(headers.get("vendure-api-key"))
                        || session.equals(headers.get("cookie"))
                        || ("Bearer s" + sessions).equals(headers.get("authorization")));
    }

    private Http.Answer logIn(JsonNode variables) {
        boolean right =
                variables.path("username").asText().equals(USERNAME)
                        && variables.path("password").asText().equals(PASSWORD);
        if (revoked || !right) {
            return data("login", Json.object().put("__typename", "InvalidCredentialsError"));
        }
        Http.Answer answer = data("login", Json.object().put("__typename", "CurrentUser"));
        List<String> cookies =
                List.of("session=s" + sessions + "; path=/; httponly", "session.sig=x; path=/");
        return new Http.Answer(
                200,
                handsOutTokens
                        ? Map.of("vendure-auth-token", List.of("s" + sessions))
                        : Map.of("set-cookie", cookies),
                answer.body());
    }

    private static Http.Answer data(String field, JsonNode value) {
        return data(Map.of(field, value));
    }

    private static Http.Answer data(Map<String, JsonNode> fields) {
        ObjectNode data = Json.object();
        data.setAll(fields);
        data.putObject("globalSettings")
                .putObject("serverConfig")
                .put("moneyStrategyPrecision", DECIMALS);
        ObjectNode answer = Json.object();
        answer.set("data", data);
        return new Http.Answer(200, Map.of(), Json.write(answer));
    }

    private static Http.Answer error(String code) {
        ObjectNode answer = Json.object();
        ObjectNode error = answer.putArray("errors").addObject().put("message", "error");
        error.putObject("extensions").put("code", code);
        answer.putNull("data");
        return new Http.Answer(200, Map.of(), Json.write(answer));
    }

    private static ObjectNode refusal(String type, String code) {
        return Json.object().put("__typename", type).put("errorCode", code).put("message", code);
    }

    private static Http.Answer one(StandInOrder order) {
        return data("order", order == null ? Json.object().nullNode() : order.json());
    }

    private static Http.Answer notes(StandInOrder order) {
        if (order == null) {
            return one(null);
        }
        ObjectNode json = Json.object();
        ArrayNode items = json.putObject("history").putArray("items");
        order.notes.forEach(note -> items.addObject().putObject("data").put("note", note));
        return data("order", json);
    }

    private ObjectNode newest() {
        ObjectNode list = Json.object();
        ArrayNode items = list.putArray("items");
        orders.values().stream()
                .max(Comparator.comparing((StandInOrder order) -> order.updatedAt))
                .ifPresent(order -> items.add(order.json()));
        return list;
    }

    private Http.Answer changed(JsonNode variables) {
        Instant after = Instant.parse(variables.path("after").asText());
        ObjectNode list = Json.object();
        ArrayNode items = list.putArray("items");
        orders.values().stream()
                .filter(order -> order.updatedAt.isAfter(after))
                .sorted(Comparator.comparing(order -> Integer.valueOf(order.id)))
                .skip(variables.path("skip").asInt())
                .limit(variables.path("take").asInt())
                .forEach(order -> items.add(order.json()));
        return data(Map.of("orders", list, "newest", newest()));
    }

    private Http.Answer methods(JsonNode variables) {
        ObjectNode list = Json.object();
        ArrayNode items = list.putArray("items");
        if (!handler.isEmpty()) {
            ObjectNode method = items.addObject().put("code", variables.path("code").asText());
            method.putObject("handler").put("code", handler);
        }
        return data("paymentMethods", list);
    }

    private Http.Answer write(String mutation, StandInOrder order, JsonNode variables) {
        touch(order);
        return switch (mutation) {
            case "transitionOrderToState" -> {
                order.state = variables.path("state").asText();
                yield data(mutation, order.json());
            }
            case "addManualPaymentToOrder" -> data(mutation, addPayment(order, variables));
            case "cancelOrder" -> {
                order.state = "Cancelled";
                order.restocks++;
                yield data(mutation, order.json());
            }
            case "addNoteToOrder" -> {
                order.notes.add(variables.path("note").asText());
                yield data(mutation, order.json());
            }
            default -> error("GRAPHQL_VALIDATION_FAILED");
        };
    }

    private ObjectNode addPayment(StandInOrder order, JsonNode variables) {
        if (!order.state.equals("ArrangingPayment")) {
            return refusal("ManualPaymentStateError", "MANUAL_PAYMENT_STATE_ERROR");
        }
        order.total = order.total.add(surprise);
        String method = variables.path("method").asText();
        order.payments.add(new StandInOrder.Payment("" + ++ids, method, order.owing(), "Settled"));
        order.state = "PaymentSettled";
        return order.json();
    }

    private Http.Answer ofPayment(String mutation, JsonNode variables) {
        String id = variables.path(mutation.equals("refundOrder") ? "payment" : "id").asText();
        for (StandInOrder order : orders.values()) {
            for (StandInOrder.Payment payment : order.payments) {
                if (payment.id.equals(id)) {
                    return data(mutation, change(mutation, order, payment, variables));
                }
                for (StandInOrder.Refund refund : payment.refunds) {
                    if (refund.id.equals(id)) {
                        refund.state = "Settled";
                        return data(mutation, Json.object().put("__typename", "Refund"));
                    }
                }
            }
        }
        return error("ENTITY_NOT_FOUND");
    }

    private ObjectNode change(
            String mutation, StandInOrder order, StandInOrder.Payment payment, JsonNode variables) {
        if (mutation.equals("settlePayment")) {
            payment.state = "Settled";
            order.state = "PaymentSettled";
            touch(order);
            return Json.object().put("__typename", "Payment");
        }
        BigInteger amount = variables.path("amount").bigIntegerValue();
        BigInteger known =
                payment.refunds.stream()
                        .map(refund -> refund.total)
                        .reduce(BigInteger.ZERO, BigInteger::add);
        if (known.add(amount).compareTo(payment.amount) > 0) {
            return refusal("RefundAmountError", "REFUND_AMOUNT_ERROR");
        }
        StandInOrder.Refund refund = new StandInOrder.Refund("" + ++ids, amount);
        payment.refunds.add(refund);
        return Json.object()
                .put("__typename", "Refund")
                .put("id", refund.id)
                .put("state", refund.state);
    }
}
