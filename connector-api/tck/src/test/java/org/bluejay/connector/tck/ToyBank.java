package org.bluejay.connector.tck;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bluejay.connector.Http;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;

/** The far side of {@link ToyNetwork}: wants a login, keeps orders by idempotency key, signs. */
final class ToyBank {

    static final String KEY = "toy-key-0123456789";

    private record Order(
            String id, String reference, String token, String asked, List<String> paid) {}

    private final Clock clock;
    private final Map<String, Order> ordersByKey = new LinkedHashMap<>();
    private final ToyRefundDesk desk = new ToyRefundDesk(this::paid);

    ToyBank(Clock clock) {
        this.clock = clock;
    }

    synchronized Http.Answer answer(Http.Request request) {
        String path = request.uri().getPath();
        String body = new String(request.body(), StandardCharsets.UTF_8);
        if (path.equals("/health")) {
            return ScriptedHttp.json(200, "{\"ok\":\"yes\"}");
        }
        if (path.equals("/login")) {
            return body.contains(KEY)
                    ? ScriptedHttp.json(200, "{\"login\":\"L1\"}")
                    : ScriptedHttp.json(401, "{}");
        }
        if (!"L1".equals(request.headers().get("authorization"))) {
            return ScriptedHttp.json(401, "{}");
        }
        if (path.startsWith("/refunds")) {
            return desk.answer(request, body);
        }
        if (request.method().equals("POST")) {
            String key = request.headers().get("idempotency-key");
            return ScriptedHttp.json(201, json(ordersByKey.computeIfAbsent(key, k -> order(body))));
        }
        String reference = path.substring(path.lastIndexOf('/') + 1);
        return ordersByKey.values().stream()
                .filter(order -> order.reference.equals(reference))
                .findFirst()
                .map(order -> ScriptedHttp.json(200, json(order)))
                .orElse(ScriptedHttp.json(404, "{}"));
    }

    private Order order(String body) {
        return new Order(
                "o-" + (ordersByKey.size() + 1),
                field(body, "reference"),
                field(body, "token"),
                field(body, "amount"),
                new ArrayList<>());
    }

    synchronized int ordersOf(String reference) {
        return (int)
                ordersByKey.values().stream()
                        .filter(order -> order.reference.equals(reference))
                        .count();
    }

    synchronized List<Money> refundsOf(String reference) {
        return desk.amountsOf(reference);
    }

    /** A payment's id is its order's, and its number there. */
    private BigDecimal paid(String payment) {
        return ordersByKey.values().stream()
                .filter(order -> payment.startsWith(order.id + "-"))
                .map(order -> order.paid.get(number(payment)).split("@", -1)[0])
                .map(BigDecimal::new)
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }

    private static int number(String payment) {
        return Integer.parseInt(payment.substring(payment.lastIndexOf('-') + 1));
    }

    synchronized InboundCallback pay(String reference, String amount) {
        Order order =
                ordersByKey.values().stream()
                        .filter(some -> some.reference.equals(reference))
                        .findFirst()
                        .orElseThrow();
        order.paid.add(amount + "@" + clock.instant());
        byte[] body = json(order).getBytes(StandardCharsets.UTF_8);
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("content-type", List.of("application/json"));
        headers.put("x-toy-time", List.of("" + clock.instant().getEpochSecond()));
        return signed(new InboundCallback("POST", order.token, "", headers, body));
    }

    static InboundCallback signed(InboundCallback callback) {
        Map<String, List<String>> headers = new LinkedHashMap<>(callback.headers());
        String time = headers.get("x-toy-time").get(0);
        headers.put("x-toy-signature", List.of(signature(time, callback.body())));
        return new InboundCallback(
                callback.method(), callback.token(), callback.query(), headers, callback.body());
    }

    static String signature(String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(time.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String json(Order order) {
        return "{\"id\":\"%s\",\"reference\":\"%s\",\"asked\":\"%s\",\"paid\":\"%s\"}"
                .formatted(order.id, order.reference, order.asked, String.join(" ", order.paid));
    }

    /** The text of a field; null when there is none. */
    static String field(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        return matcher.find() ? matcher.group(1) : null;
    }
}
