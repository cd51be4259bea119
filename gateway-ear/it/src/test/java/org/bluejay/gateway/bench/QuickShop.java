package org.bluejay.gateway.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A shop that costs next to nothing: has every order that it is asked for, and speaks as much of
 * Vendure's Admin API as it takes to be told that they are paid.
 */
final class QuickShop implements AutoCloseable {

    private static final String OTHERWISE =
            """
            {"data":{"orders":{"items":[]},"newest":{"items":[]},\
            "globalSettings":{"serverConfig":{"moneyStrategyPrecision":2}}}}\
            """;

    private static final String FACTS =
            """
            "__typename":"Order","id":"%s","code":"%s","state":"%s",\
            "updatedAt":"2026-11-21T12:00:00.000Z","currencyCode":"USD","totalWithTax":4900,\
            "payments":[%s]\
            """;

    private static final String PAYMENT =
            """
            {"id":"1","method":"bluejay","state":"Settled","amount":4900,"refunds":[]}\
            """;

    private final Sink sink = new Sink();
    private final Set<String> paid = ConcurrentHashMap.newKeySet();
    private final Queue<Long> payments = new ConcurrentLinkedQueue<>();

    QuickShop() {
        sink.answer(request -> whole(answer(request)));
    }

    String adminApi() {
        return sink.url("/admin-api");
    }

    /** Forgets the times of payments, but not what is paid. */
    void beginAnew() {
        payments.clear();
    }

    /** Between the first payment and the last. */
    double paymentsPerSecond() {
        List<Long> times = new ArrayList<>(payments);
        return (times.size() - 1) * 1e9 / (times.get(times.size() - 1) - times.get(0));
    }

    private String answer(Message request) {
        String body = request.body();
        if (body.contains("addManualPaymentToOrder")) {
            String order = request.textAfter("\"id\":\"");
            paid.add(order);
            payments.add(System.nanoTime());
            return "{\"data\":{\"addManualPaymentToOrder\":{" + facts(order) + "}}}";
        }
        if (body.contains("order(id: $id)")) {
            return "{\"data\":{\"order\":{" + facts(request.textAfter("\"id\":\"")) + "}}}";
        }
        return OTHERWISE;
    }

    private String facts(String order) {
        return paid.contains(order)
                ? FACTS.formatted(order, order, "PaymentSettled", PAYMENT)
                : FACTS.formatted(order, order, "ArrangingPayment", "");
    }

    private static byte[] whole(String json) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(json.length(), json)
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        sink.close();
    }
}
