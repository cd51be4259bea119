package org.bluejay.connector.tck;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bluejay.connector.Http;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.tck.ShopFixture.Books;

/**
 * The far side of {@link ToyShop}, as careless as real shops are: it records every payment it is
 * told, cancels and restocks as often as it is asked, and has never heard of idempotency.
 */
final class ToyShopServer {

    static final String KEY = "toy-shop-key-0123456789";

    private static final int PAGE = 50;

    private static final class Order {
        private final String id;
        private Money total;
        private Money paid;
        private Money through;
        private Money refunded;
        private boolean cancelled;
        private int restocks;
        private String notes = "";
        private long version;

        Order(String id, Money total) {
            this.id = id;
            this.total = total;
            this.paid = Money.zero(total.currency());
            this.through = paid;
            this.refunded = paid;
        }
    }

    private final Clock clock;
    private final Map<String, Order> orders = new LinkedHashMap<>();
    private long versions;
    private boolean revoked;

    ToyShopServer(Clock clock) {
        this.clock = clock;
    }

    synchronized String place(Money total) {
        Order order = new Order("o-" + (orders.size() + 1), total);
        orders.put(order.id, order);
        changed(order);
        return order.id;
    }

    synchronized Books books(String id) {
        Order order = orders.get(id);
        int notes = order.notes.isEmpty() ? 0 : order.notes.split(" ", -1).length;
        return new Books(order.paid, order.refunded, order.cancelled, order.restocks, notes);
    }

    synchronized void change(String id, Money total) {
        orders.get(id).total = total;
        changed(orders.get(id));
    }

    synchronized void payAnotherWay(String id, Money amount) {
        orders.get(id).paid = orders.get(id).paid.plus(amount);
        changed(orders.get(id));
    }

    synchronized InboundCallback touch(String id) {
        Order order = orders.get(id);
        changed(order);
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("content-type", List.of("application/json"));
        headers.put("x-toy-time", List.of("" + clock.instant().getEpochSecond()));
        return signed(
                new InboundCallback(
                        "POST",
                        "connection-1",
                        "",
                        headers,
                        json(order).getBytes(StandardCharsets.UTF_8)));
    }

    synchronized void revoke() {
        revoked = true;
    }

    static InboundCallback signed(InboundCallback callback) {
        Map<String, List<String>> headers = new LinkedHashMap<>(callback.headers());
        String time = headers.get("x-toy-time").get(0);
        headers.put("x-toy-signature", List.of(ToyBank.signature(time, callback.body())));
        return new InboundCallback(
                callback.method(), callback.token(), callback.query(), headers, callback.body());
    }

    synchronized Http.Answer answer(Http.Request request) {
        if (revoked || !("Bearer " + KEY).equals(request.headers().get("authorization"))) {
            return ScriptedHttp.json(401, "{}");
        }
        String[] path = request.uri().getPath().split("/", -1);
        String body = new String(request.body(), StandardCharsets.UTF_8);
        if (path[1].equals("ping")) {
            return ScriptedHttp.json(200, "{\"ok\":\"yes\"}");
        }
        if (path[1].equals("changes")) {
            return ScriptedHttp.json(200, changesAfter(Long.parseLong(path[2])));
        }
        Order order = orders.get(path[2]);
        if (order == null) {
            return ScriptedHttp.json(404, "{}");
        }
        if (request.method().equals("POST")) {
            write(order, path[3], body);
            changed(order);
        }
        return ScriptedHttp.json(200, json(order));
    }

    private void write(Order order, String what, String body) {
        switch (what) {
            case "payments" -> {
                order.paid = order.paid.plus(amount(order, body));
                order.through = order.through.plus(amount(order, body));
                order.cancelled = false;
            }
            case "refunds" -> {
                order.refunded = order.refunded.plus(amount(order, body));
                order.restocks += body.contains("\"restock\":\"yes\"") ? 1 : 0;
            }
            case "cancel" -> {
                order.cancelled = true;
                order.restocks++;
            }
            case "notes" ->
                    order.notes = (order.notes + " " + ToyBank.field(body, "reference")).strip();
            default -> throw new IllegalArgumentException(what);
        }
    }

    private static Money amount(Order order, String body) {
        return new Money(new BigDecimal(ToyBank.field(body, "amount")), order.total.currency());
    }

    private void changed(Order order) {
        order.version = ++versions;
    }

    private String changesAfter(long version) {
        List<Order> changed =
                orders.values().stream()
                        .filter(order -> order.version > version)
                        .sorted((a, b) -> Long.compare(a.version, b.version))
                        .toList();
        List<Order> page = changed.subList(0, Math.min(PAGE, changed.size()));
        long next = page.isEmpty() ? version : page.get(page.size() - 1).version;
        String ids =
                String.join(
                        " ", page.stream().map(order -> order.id + "@" + order.version).toList());
        return "{\"changed\":\"%s\",\"next\":\"%d\",\"more\":\"%s\"}"
                .formatted(ids, next, page.size() < changed.size());
    }

    private static String json(Order order) {
        return """
        {"id":"%s","number":"#%s","currency":"%s","total":"%s","paid":"%s","through":"%s","refunded":"%s",\
        "cancelled":"%s","version":"%d","state":"%s","notes":"%s"}\
        """
                .formatted(
                        order.id,
                        order.id,
                        order.total.currency(),
                        order.total.toPlainString(),
                        order.paid.toPlainString(),
                        order.through.toPlainString(),
                        order.refunded.toPlainString(),
                        order.cancelled,
                        order.version,
                        order.cancelled ? "cancelled" : "open",
                        order.notes);
    }
}
