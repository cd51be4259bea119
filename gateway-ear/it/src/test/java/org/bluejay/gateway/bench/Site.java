package org.bluejay.gateway.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.bluejay.gateway.it.Await;
import org.bluejay.gateway.it.Gateway;
import org.bluejay.gateway.it.Shop;

/** One shop of a running gateway, and the requests that are measured, ready to be sent. */
record Site(Gateway gateway, Shop shop) {

    private static final Duration SETTLING = Duration.ofSeconds(60);
    private static final AtomicLong NUMBER = new AtomicLong();

    /** A gateway that no limit of requests holds back. */
    static Gateway gateway(String name) {
        return Gateway.fresh(name)
                .with("bluejay.rate-limit.per-second", "0")
                .with("bluejay.webhook.allow-loopback", "true");
    }

    static Site of(Gateway gateway) {
        return new Site(gateway, gateway.newShop());
    }

    /** New orders, each under a key of its own. */
    Supplier<String> orders() {
        String run = UUID.randomUUID().toString();
        return () -> {
            String order = run + "-" + NUMBER.incrementAndGet();
            return request("POST /api/v1/invoices/", "Idempotency-Key: " + order, order(order));
        };
    }

    String order(String order) {
        return """
        {"shopId":"%s","currencyAmount":"49.00","currencySymbol":"USD","orderId":"%s",\
        "orderDescription":"One year of blue feathers","redirectUrl":"https://shop.example/thanks",\
        "metadata":{"cart":"%s"}}\
        """
                .formatted(shop.id(), order, order);
    }

    String read(String invoice) {
        return request("GET /api/v1/invoices/" + invoice + "/", "Accept: application/json", "");
    }

    String page(String link) {
        return """
        GET /pay/%s HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        Accept: text/html\r
        Accept-Language: en\r
        \r
        """
                .formatted(link, gateway.port());
    }

    private String request(String line, String header, String body) {
        return """
        %s HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        X-API-Key: %s\r
        %s\r
        %s\
        \r
        %s\
        """
                .formatted(
                        line,
                        gateway.port(),
                        shop.key(),
                        header,
                        body.isEmpty()
                                ? ""
                                : "Content-Type: application/json\r\nContent-Length: %d\r\n"
                                        .formatted(body.length()),
                        body);
    }

    /** An endpoint for all events of the shop. */
    String endpoint(String url) {
        return shop.api()
                .post("/webhook-endpoints/", Map.of("shopId", shop.id(), "url", url))
                .expect(201)
                .text("id");
    }

    long processId() {
        return gateway.process().pid();
    }

    double cpuMillis() {
        return ProcessUse.cpuMillis(processId());
    }

    /** Until the gateway has nothing left of what it does after its answers. */
    void settle() {
        try (Connection connection = gateway.database().connect()) {
            Await.value(
                    "every event to be numbered, every due delivery to be made",
                    SETTLING,
                    () -> unfinished(connection),
                    Long.valueOf(0)::equals);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Events without a position, and deliveries that are due. */
    static long unfinished(Connection connection) throws SQLException {
        return number(
                connection,
                """
                select (select count(*) from event where position is null)
                    + (select count(*) from webhook_delivery where state = 'pending' and next_attempt_at <= now())\
                """);
    }

    static long number(Connection connection, String query, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            ResultSet row = statement.executeQuery();
            row.next();
            return row.getLong(1);
        }
    }

    static int change(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
