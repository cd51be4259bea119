package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a caller sends, the answer says what is wrong with it, never that the gateway is; and
 * nothing of it is kept.
 */
@ExtendWith(SharedGateway.class)
class BadInputIT {

    private static final List<String> TABLES =
            List.of(
                    "invoice",
                    "payment_attempt",
                    "transfer",
                    "payer",
                    "event",
                    "idempotency",
                    "shop",
                    "api_key",
                    "channel",
                    "webhook_endpoint",
                    "webhook_delivery");

    private final Gateway gateway;
    private final Shop shop;
    private final String invoice;
    private Map<String, Long> before;

    BadInputIT(Gateway gateway, Shop shop) {
        this.gateway = gateway;
        this.shop = shop;
        invoice = shop.invoice("10.00").path("id").asText();
    }

    @BeforeEach
    void count() throws SQLException {
        before = rows();
    }

    @AfterEach
    void nothing_was_written() throws SQLException {
        assertThat(rows()).isEqualTo(before);
    }

    /** Valid bodies of everything that can be posted; to be spoilt. */
    private Map<String, Map<String, Object>> posts() {
        Map<String, Map<String, Object>> posts = new LinkedHashMap<>();
        posts.put("/invoices/", shop.order(Map.of("orderId", "o")));
        posts.put("/invoices/" + invoice + "/attempts", Map.of("method", "sandbox-code"));
        posts.put("/invoices/" + invoice + "/cancel", Map.of("force", false));
        posts.put("/sandbox/invoices/" + invoice + "/simulate", Map.of("scenario", "paid"));
        posts.put("/sandbox/clock/advance", Map.of("by", "PT1S"));
        posts.put("/shops/", Map.of("name", "n"));
        posts.put("/api-keys/", Map.of("name", "n", "scopes", List.of("invoices:read")));
        posts.put(
                "/channels/",
                Map.of(
                        "shopId",
                        shop.id(),
                        "network",
                        "sandbox",
                        "name",
                        "n",
                        "settings",
                        Map.of()));
        posts.put("/webhook-endpoints/", Map.of("url", "https://example.com/h"));
        return posts;
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of("half an object", "{\"a\":"),
                Arguments.of("a list", "[]"),
                Arguments.of("a list of objects", "[{}]"),
                Arguments.of("a text", "\"text\""),
                Arguments.of("a number", "42"),
                Arguments.of("not JSON", "<invoice/>"),
                Arguments.of("two objects", "{}{}"),
                Arguments.of("an object and a rest", "{} x"),
                Arguments.of("a comment", "{/* */}"),
                Arguments.of("single quotes", "{'a':1}"),
                Arguments.of("a key twice", "{\"force\":true,\"force\":true}"),
                Arguments.of("a bare control character", "{\"name\":\"a\u0001b\"}"),
                Arguments.of("a bare NUL", "{\"name\":\"a\u0000b\"}"),
                Arguments.of("NUL alone", "\u0000"),
                Arguments.of("an unfinished escape", "{\"name\":\"\\u12\"}"),
                Arguments.of("deep lists", "[".repeat(20_000) + "]".repeat(20_000)),
                Arguments.of(
                        "deep objects", "{\"metadata\":".repeat(2_000) + "1" + "}".repeat(2_000)),
                Arguments.of("a huge exponent", "{\"by\":1e999999999}"),
                Arguments.of("a long number", "{\"by\":" + "9".repeat(30_000) + "}"),
                Arguments.of("an unknown field", "{\"no-such-field\":1}"),
                Arguments.of("a prototype", "{\"__proto__\":{\"a\":1}}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void is_told_when_a_body_cannot_be_read(String name, String body) {
        posts().keySet().forEach(path -> assertRefused(keyed().post(path, body)));
    }

    @Test
    void is_told_when_there_is_no_body() {
        posts().keySet().stream()
                .filter(path -> !path.endsWith("/cancel"))
                .forEach(
                        path -> {
                            assertRefused(keyed().post(path));
                            assertRefused(keyed().post(path, "null"));
                            assertRefused(keyed().post(path, "{}"));
                        });
    }

    @Test
    void is_told_when_the_bytes_are_no_text() {
        byte[] latin = "{\"name\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] overlong = {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'};
        byte[] surrogate = {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'};
        posts().keySet()
                .forEach(
                        path ->
                                Stream.of(latin, overlong, surrogate)
                                        .map(BodyPublishers::ofByteArray)
                                        .forEach(
                                                body ->
                                                        assertRefused(
                                                                keyed().send("POST", path, body))));
    }

    @Test
    void is_told_when_the_content_type_is_another() {
        posts().forEach(
                        (path, body) ->
                                Stream.of(
                                                "text/plain",
                                                "application/xml",
                                                "application/x-www-form-urlencoded",
                                                "multipart/form-data; boundary=x",
                                                "nonsense")
                                        .forEach(
                                                type ->
                                                        assertRefused(
                                                                keyed().with("Content-Type", type)
                                                                        .post(path, body))));
    }

    @Test
    void is_told_when_a_body_is_too_large() {
        String large = "{\"name\":\"" + "x".repeat(65 * 1024) + "\"}";
        String larger = " ".repeat(3 * 1024 * 1024) + "{}";
        posts().keySet()
                .forEach(
                        path -> {
                            assertRefused(keyed().post(path, large).expect(413, "too-large"));
                            assertRefused(keyed().post(path, larger).expect(413, "too-large"));
                        });
    }

    @Test
    void is_told_of_the_one_field_too_many() {
        posts().forEach(
                        (path, body) -> {
                            Map<String, Object> more = new LinkedHashMap<>(body);
                            more.put("colour", "blue");
                            Reply reply = assertRefused(keyed().post(path, more));
                            assertThat(reply.blamed()).as("%s", reply).containsExactly("colour");
                        });
    }

    @Test
    void is_told_of_control_characters_in_any_text() {
        posts().forEach(
                        (path, body) ->
                                body.forEach(
                                        (field, value) -> {
                                            if (value instanceof String text) {
                                                spoilt(path, body, field, text);
                                            }
                                        }));
    }

    private void spoilt(String path, Map<String, Object> body, String field, String text) {
        for (String wrong :
                List.of("\u0000", text + "\u0000", "\u0007" + text, text + "\u001b[0m")) {
            Map<String, Object> more = new LinkedHashMap<>(body);
            more.put(field, wrong);
            Reply reply = assertRefused(keyed().post(path, more));
            assertThat(reply.blamed()).as("%s", reply).containsExactly(field);
        }
    }

    static Stream<Arguments> wrongInvoices() {
        String chars = "x".repeat(1_001);
        return Stream.of(
                        wrong(
                                "currencyAmount",
                                "-1",
                                "0",
                                "0.00",
                                "-0",
                                "1.001",
                                "1e3",
                                "1E400",
                                "NaN",
                                "Infinity",
                                "",
                                " ",
                                "1,00",
                                "1.",
                                ".5",
                                "+1",
                                "0x10",
                                "1_000",
                                "\u0663",
                                "\uff11",
                                "1.00 ",
                                "9".repeat(16),
                                "9".repeat(40),
                                "0." + "0".repeat(30) + "1",
                                10,
                                10.5,
                                true,
                                List.of(),
                                Map.of()),
                        wrong("currencySymbol", "NOPE", "", "US", "$", "USD ", 840, true, chars),
                        wrong("shopId", "nonsense", "", 1, "00000000-0000-0000-0000-00000000000"),
                        wrong("orderId", "", chars, "a\nb", "a\tb", 5, List.of("a")),
                        wrong("orderDescription", chars, 5, Map.of()),
                        wrong("timeForPayment", 0, -1, 43_201, 1.5, 99_999_999_999L, "30", true),
                        wrong(
                                "redirectUrl",
                                "javascript:alert(1)",
                                "ftp://x.org",
                                "x",
                                "//x.org",
                                1),
                        wrong("cancelUrl", "data:text/html,x", "https://", "http:///x", chars),
                        wrong(
                                "webhookUrl",
                                "http://example.com/",
                                "https://10.0.0.1/",
                                "ftp://example.com/",
                                "https://169.254.169.254/latest",
                                "https://u:p@example.com/",
                                "https://[fd00::1]/",
                                "https://0x7f000001.1/",
                                "https://example.com:0/",
                                "example.com",
                                "",
                                1),
                        wrong(
                                "acceptedMethods",
                                "sandbox-code",
                                List.of("../x"),
                                List.of(1),
                                Map.of()),
                        wrong("customer", "a", List.of()),
                        wrong("metadata", List.of(1), "x", 1, Map.of("k", "x".repeat(17_000))))
                .flatMap(stream -> stream);
    }

    private static Stream<Arguments> wrong(String field, Object... values) {
        return Stream.of(values).map(value -> Arguments.of(field, value));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("wrongInvoices")
    void is_told_which_field_of_an_invoice_is_wrong(String field, Object value) {
        Reply reply = assertRefused(keyed().post("/invoices/", shop.order(Map.of(field, value))));

        assertThat(reply.blamed())
                .as("%s", reply)
                .isNotEmpty()
                .allMatch(blamed -> blamed.equals(field) || blamed.startsWith(field + "["));
    }

    @Test
    void is_told_of_what_is_missing() {
        Map<String, Object> order = shop.order(Map.of());
        order.remove("currencyAmount");
        assertThat(assertRefused(keyed().post("/invoices/", order)).blamed())
                .containsExactly("currencyAmount");

        order.remove("currencySymbol");
        assertThat(assertRefused(keyed().post("/invoices/", order)).blamed())
                .containsExactlyInAnyOrder("currencyAmount", "currencySymbol");
    }

    @Test
    void is_told_of_decimals_that_a_currency_has_not() {
        Map.of("JPY", "10.5", "USD", "10.555", "BHD", "1.0001", "KES", "1.001")
                .forEach(
                        (currency, amount) ->
                                assertThat(
                                                assertRefused(
                                                                keyed().post(
                                                                                "/invoices/",
                                                                                shop.order(
                                                                                        Map.of(
                                                                                                "currencySymbol",
                                                                                                currency,
                                                                                                "currencyAmount",
                                                                                                amount))))
                                                        .blamed())
                                        .containsExactly("currencyAmount"));
    }

    @Test
    void is_told_of_fields_within_fields() {
        Map<String, Map<String, Object>> orders =
                Map.of(
                        "customer.email", Map.of("customer", Map.of("email", "nobody")),
                        "customer.phone", Map.of("customer", Map.of("phone", "0".repeat(33))),
                        "customer.age", Map.of("customer", Map.of("age", 5)));
        orders.forEach(
                (field, fields) ->
                        assertThat(
                                        assertRefused(
                                                        keyed().post(
                                                                        "/invoices/",
                                                                        shop.order(fields)))
                                                .blamed())
                                .containsExactly(field));
        assertThat(
                        assertRefused(
                                        keyed().post(
                                                        "/invoices/" + invoice + "/attempts",
                                                        Map.of("method", "sandbox-approval")))
                                .blamed())
                .containsExactly("input.phone");
    }

    @Test
    void is_told_of_nul_anywhere_in_metadata() {
        for (Object metadata :
                List.of(
                        Map.of("k", "a\u0000"),
                        Map.of("a\u0000", "v"),
                        Map.of("k", List.of(Map.of("deep", "\u0000"))))) {
            assertRefused(keyed().post("/invoices/", shop.order(Map.of("metadata", metadata))));
        }
    }

    static Stream<String> wrongQueries() {
        return Stream.of(
                "/invoices/?limit=0",
                "/invoices/?limit=101",
                "/invoices/?limit=-1",
                "/invoices/?limit=ten",
                "/invoices/?limit=99999999999999999999",
                "/invoices/?cursor=nonsense",
                "/invoices/?cursor=%00",
                "/invoices/?status=lost",
                "/invoices/?createdAfter=yesterday",
                "/invoices/?createdBefore=2026-13-45T99:99:99Z",
                "/invoices/?shopId=nonsense",
                "/invoices/?q=" + "x".repeat(300),
                "/invoices/?q=%00",
                "/invoices/?orderId=a%00b",
                "/events/?after=nonsense",
                "/events/?limit=0",
                "/events/?types=no.such.type.at.all.*.x",
                "/api-keys/?limit=1000",
                "/shops/?cursor=x",
                "/webhook-endpoints/?limit=x",
                "/idempotency/",
                "/idempotency/?key=" + "x".repeat(256));
    }

    @ParameterizedTest
    @MethodSource("wrongQueries")
    void is_told_when_a_question_makes_no_sense(String query) {
        assertRefused(shop.api().get(query));
    }

    static Stream<String> oddPaths() {
        return Stream.of(
                "/invoices/nonsense",
                "/invoices/%00",
                "/invoices/%c0%af",
                "/invoices/" + "x".repeat(4_000),
                "/invoices/00000000-0000-0000-0000-000000000000",
                "/invoices/..%2f..%2fetc",
                "/invoices/a%20b/status",
                "/events/nonsense",
                "/shops/nonsense",
                "/api-keys/-",
                "/channels/%27%20or%201=1",
                "/webhook-endpoints/x/deliveries",
                "/connectors/%2e%2e",
                "/currencies/wooden",
                "/no-such-thing");
    }

    @ParameterizedTest
    @MethodSource("oddPaths")
    void is_told_when_there_is_no_such_thing(String path) {
        Reply reply = shop.api().get(path);

        assertThat(reply.status()).as("%s", reply).isIn(400, 404);
    }

    private Api keyed() {
        return shop.api().under(UUID.randomUUID().toString());
    }

    /** A problem document about what the caller did. */
    private static Reply assertRefused(Reply reply) {
        assertThat(reply.status()).as("%s", reply).isBetween(400, 499);
        assertThat(reply.status()).as("%s", reply).isNotIn(401, 429);
        Problems.assertProblem(reply);
        return reply;
    }

    private Map<String, Long> rows() throws SQLException {
        Map<String, Long> rows = new LinkedHashMap<>();
        try (Connection connection = gateway.database().connect();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                try (ResultSet count = statement.executeQuery("select count(*) from " + table)) {
                    count.next();
                    rows.put(table, count.getLong(1));
                }
            }
        }
        return rows;
    }
}
