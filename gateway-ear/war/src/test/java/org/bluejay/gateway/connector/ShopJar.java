package org.bluejay.gateway.connector;

import java.io.IOException;
import java.nio.file.Path;
import org.bluejay.connector.shop.ShopConnectorProvider;

/**
 * Makes the jar of a shop platform's connector, compiled against the SPI alone. It asks {@code
 * https://shop.test} in plain lines of {@code key=value}, which a test's own {@code Http} answers.
 */
public final class ShopJar {

    private static final String PROVIDER =
            """
            package sample;

            import java.net.URI;
            import java.util.*;
            import org.bluejay.connector.*;
            import org.bluejay.connector.shop.*;

            public final class ShopProvider implements ShopConnectorProvider $grants
                public ShopDescriptor descriptor() {
                    return new ShopDescriptor("$id", "Sample shop", "1.0.0", new SpiVersion(1, 0),
                        Maturity.BETA);
                }
                public ConfigSchema settings() {
                    return ConfigSchema.of(
                        Setting.of("address", Setting.Type.URL, "Address").asRequired().asFixed(),
                        Setting.of("key", Setting.Type.SECRET, "Key").asRequired());
                }
                public ShopConnector open(Settings settings, ConnectorContext context) {
                    return new Shop(settings, context);
                }
            }
            """;

    /** Its shops post a line of {@code state key}, and perhaps an address. */
    private static final String GRANTS =
            """
            , GrantsKeys {
                public URI consentAt(KeyRequest request) {
                    if (!request.callback().getScheme().equals("https")) {
                        throw new IllegalArgumentException("https only");
                    }
                    return URI.create(request.shop() + "/consent?state=" + request.state()
                        + "&callback=" + request.callback() + "&back=" + request.back());
                }
                public Optional<KeyGrant> readGrant(InboundCallback posted) {
                    String[] words = posted.text().split(" ");
                    if (words.length < 2) {
                        return Optional.empty();
                    }
                    Map<String, String> answers = new HashMap<>(Map.of("key", words[1]));
                    if (words.length > 2) {
                        answers.put("address", words[2]);
                    }
                    return Optional.of(new KeyGrant(words[0], answers));
                }
                public boolean isRefusal(Map<String, String> query) {
                    return "0".equals(query.get("success"));
                }
            """;

    private static final String SHOP =
            """
            package sample;

            import java.io.*;
            import java.net.URI;
            import java.nio.charset.StandardCharsets;
            import java.time.*;
            import java.util.*;
            import org.bluejay.connector.*;
            import org.bluejay.connector.shop.*;
            import org.bluejay.connector.shop.ShopException.*;

            public final class Shop
                    implements ShopConnector, ReceivesWebhooks, PollsOrders $also {

                private final Settings settings;
                private final ConnectorContext context;

                Shop(Settings settings, ConnectorContext context) {
                    this.settings = settings;
                    this.context = context;
                }

                private Properties call(String method, String path, String body) throws ShopException {
                    Http.Answer answer;
                    try {
                        answer = context.http().send(new Http.Request(method,
                            URI.create(settings.text("address").replaceAll("/+$", "") + path),
                            Map.of("authorization", settings.text("key")),
                            body.getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(10)));
                    } catch (Http.NotSent e) {
                        throw new NotSent("no connection", e);
                    } catch (Http.NoAnswer e) {
                        throw new OutcomeUnknown("no answer", e);
                    }
                    switch (answer.status()) {
                        case 200: break;
                        case 400: throw new Rejected("400", "the shop said no");
                        case 401: throw new NeedsReconnect("the key was refused");
                        case 404: return null;
                        case 429: throw new Throttled("slower", Duration.ofSeconds(30));
                        default: throw new OutcomeUnknown("status " + answer.status(), null);
                    }
                    return properties(new String(answer.body(), StandardCharsets.UTF_8));
                }

                private static Properties properties(String text) {
                    Properties read = new Properties();
                    try {
                        read.load(new StringReader(text));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return read;
                }

                public Optional<OrderSnapshot> read(String id) throws ShopException {
                    Properties order = call("GET", "/orders/" + id, "");
                    return order == null ? Optional.empty() : Optional.of(snapshot(id, order));
                }

                private OrderSnapshot snapshot(String id, Properties order) {
                    CurrencyUnit unit = CurrencyUnit.iso(order.getProperty("currency"));
                    return new OrderSnapshot(id, "#" + id,
                        Money.of(order.getProperty("total"), unit),
                        Money.of(order.getProperty("paid"), unit),
                        Money.of(order.getProperty("through"), unit),
                        Money.of(order.getProperty("refunded"), unit),
                        order.getProperty("cancelled").equals("true"), order.getProperty("version"),
                        Instant.EPOCH, order.getProperty("cancelled").equals("true") ? "cancelled" : "open");
                }

                private OrderSnapshot must(String id) throws ShopException {
                    return read(id).orElseThrow(() -> new Rejected("404", "no such order"));
                }

                public Written settle(Settlement wanted) throws ShopException {
                    OrderSnapshot order = must(wanted.orderId());
                    if (!order.total().equals(wanted.total())) {
                        throw new NotSent("the order has changed", null);
                    }
                    if (order.paid().isAtLeast(wanted.paid())) {
                        return new Written.AlreadyDone();
                    }
                    return write(order.id(), "pay", wanted.paid().minus(order.paid()).toPlainString());
                }

                public Written settlePart(Settlement wanted) throws ShopException {
                    return settle(wanted);
                }

                public Written cancel(Cancellation wanted) throws ShopException {
                    OrderSnapshot order = must(wanted.orderId());
                    if (order.paid().isPositive()) {
                        throw new Rejected("paid", "a paid order is not cancelled");
                    }
                    return order.cancelled() ? new Written.AlreadyDone() : write(order.id(), "cancel", "");
                }

                public Written recordRefund(RefundRecord wanted) throws ShopException {
                    OrderSnapshot order = must(wanted.orderId());
                    if (order.refunded().isAtLeast(wanted.refunded())) {
                        return new Written.AlreadyDone();
                    }
                    return write(order.id(), "refund",
                        wanted.refunded().minus(order.refunded()).toPlainString());
                }

                public Written annotate(Note note) throws ShopException {
                    return write(note.orderId(), "note", note.reference() + " " + note.text());
                }

                private Written write(String id, String what, String body) throws ShopException {
                    if (call("POST", "/orders/" + id + "/" + what, body) == null) {
                        throw new Rejected("404", "no such order");
                    }
                    return new Written.Done();
                }

                public WebhookVerdict receive(InboundCallback webhook) {
                    if (webhook.text().startsWith("unsigned ")) {
                        return new WebhookVerdict.Hint(webhook.text().substring(9));
                    }
                    if (!webhook.header("x-signature").filter(settings.text("key")::equals).isPresent()) {
                        return new WebhookVerdict.Rejected("no valid signature");
                    }
                    String[] words = webhook.text().split(" ");
                    return new WebhookVerdict.Proven(List.of(new OrderChange(words[0], words[1])));
                }

                public Changes changedSince(String cursor) throws ShopException {
                    Properties page = call("GET", "/changes/" + (cursor.isEmpty() ? "0" : cursor), "");
                    List<OrderChange> orders = new ArrayList<>();
                    for (String each : page.getProperty("orders").split(" ")) {
                        if (!each.isEmpty()) {
                            orders.add(new OrderChange(each.split("@")[0], each.split("@")[1]));
                        }
                    }
                    return new Changes(page.getProperty("next"), orders, false);
                }

                public Duration pause() {
                    return Duration.ofSeconds(30);
                }

                public Health health() {
                    try {
                        return new Health(call("GET", "/ping", "") != null, "asked");
                    } catch (ShopException e) {
                        return Health.down(e.getMessage());
                    }
                }

                public void close() {}
            }
            """;

    private ShopJar() {}

    /** A platform that can record parts of what an order costs. */
    public static Path withParts(String id, Path connectors, String folder) throws IOException {
        return jar(id, ", SettlesInParts", "{").into(connectors, folder);
    }

    /** A platform to which an order is paid or not. */
    public static Path plain(String id, Path connectors, String folder) throws IOException {
        return jar(id, "", "{").into(connectors, folder);
    }

    /** A platform whose shops hand out keys. */
    public static Path granting(String id, Path connectors, String folder) throws IOException {
        return jar(id, "", GRANTS).into(connectors, folder);
    }

    private static ConnectorJar jar(String id, String also, String grants) {
        return ConnectorJar.of(id)
                .providers("")
                .source(
                        "sample.ShopProvider",
                        PROVIDER.replace("$id", id).replace("$grants", grants))
                .source("sample.Shop", SHOP.replace("$also", also))
                .resource(
                        "META-INF/services/" + ShopConnectorProvider.class.getName(),
                        "sample.ShopProvider");
    }

    /** One folder that names providers of both kinds. */
    static Path beside(ConnectorJar network, Path connectors, String folder) throws IOException {
        return network.source(
                        "sample.ShopProvider",
                        PROVIDER.replace("$id", "both").replace("$grants", "{"))
                .source("sample.Shop", SHOP.replace("$also", ""))
                .resource(
                        "META-INF/services/" + ShopConnectorProvider.class.getName(),
                        "sample.ShopProvider")
                .into(connectors, folder);
    }
}
