package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for every route. */
@ExtendWith(SharedGateway.class)
class HttpRulesIT {

    private static final List<String> READS =
            List.of(
                    "/invoices",
                    "/shops",
                    "/api-keys",
                    "/channels",
                    "/events",
                    "/payments",
                    "/balances",
                    "/ledger",
                    "/webhook-endpoints",
                    "/connectors",
                    "/audit-log",
                    "/currencies/fiat",
                    "/currencies/crypto");

    private final Gateway gateway;
    private final Shop shop;

    HttpRulesIT(Gateway gateway, Shop shop) {
        this.gateway = gateway;
        this.shop = shop;
    }

    @Test
    void a_path_works_with_and_without_its_last_slash() {
        for (String path : READS) {
            assertThat(shop.api().get(path).expect(200).data().size())
                    .as(path)
                    .isEqualTo(shop.api().get(path + "/").expect(200).data().size());
        }
        String id = shop.api().post("/invoices", shop.order(Map.of())).expect(201).text("id");
        for (String part : List.of("", "/status", "/payments", "/events", "/attempts")) {
            shop.api().get("/invoices/" + id + part).expect(200);
            shop.api().get("/invoices/" + id + part + "/").expect(200);
        }
        shop.api().post("/invoices/" + id + "/cancel/").expect(200);
    }

    @Test
    void every_answer_has_an_id_of_its_own() {
        Set<String> ids = new HashSet<>();
        List<Reply> replies =
                List.of(
                        shop.api().get("/invoices/"),
                        shop.api().get("/invoices/nonsense"),
                        shop.api().get("/no-such-thing"),
                        shop.api().post("/invoices/", "{"),
                        shop.api().delete("/invoices/"),
                        gateway.anonymous().get("/invoices/"));

        for (Reply reply : replies) {
            String id = reply.header("X-Request-Id").orElse("none: " + reply);
            assertThat(reply.json().path("requestId").asText()).isEqualTo(id);
            assertThat(ids.add(id)).isTrue();
        }
    }

    @Test
    void what_is_not_there_or_not_allowed_is_a_problem_too() {
        Reply missing = shop.api().get("/no-such-thing").expect(404);
        Reply method = shop.api().delete("/invoices/").expect(405);
        Reply type = shop.api().with("Accept", "image/png").get("/invoices/");

        Problems.assertProblem(missing);
        Problems.assertProblem(method);
        assertThat(method.header("Allow")).hasValueSatisfying(a -> assertThat(a).contains("POST"));
        assertThat(type.status()).isIn(200, 406);
    }

    @Test
    void every_answer_says_how_many_requests_are_left() {
        Reply reply = shop.api().get("/invoices/").expect(200);

        assertThat(reply.header("RateLimit")).as("%s", reply.response().headers()).isPresent();
        assertThat(reply.header("RateLimit-Policy")).isPresent();
    }

    @Test
    void no_answer_tells_what_the_server_is_made_of() {
        for (String path : List.of("//health", "//no-such-thing", "/invoices/")) {
            Reply reply = shop.api().get(path);
            assertThat(reply.header("Server")).isEmpty();
            assertThat(reply.header("X-Powered-By")).isEmpty();
            assertThat(reply.body()).doesNotContainIgnoringCase("payara");
        }
    }

    @Test
    void a_trace_is_not_answered() {
        Reply reply = shop.api().send("TRACE", "/invoices/", BodyPublishers.noBody());

        assertThat(reply.status()).isIn(403, 404, 405, 501);
        assertThat(reply.body()).doesNotContain(shop.key());
    }

    @Test
    void health_and_metrics_need_no_key() {
        for (String path : List.of("//health", "//health/live", "//health/ready")) {
            assertThat(gateway.anonymous().get(path).expect(200).json().path("status").asText())
                    .isEqualTo("UP");
        }
        Reply metrics = gateway.anonymous().with("Accept", "*/*").get("//metrics").expect(200);
        assertThat(metrics.body()).contains("# TYPE", "jvm_memory", "bluejay_");
    }

    @Test
    void currencies_say_their_digits_and_assets_their_networks() {
        Map<String, Integer> fiat = fiatDigits();
        Reply crypto = shop.api().get("/currencies/crypto/").expect(200);

        assertThat(fiat)
                .containsEntry("USD", 2)
                .containsEntry("KES", 2)
                .containsEntry("JPY", 0)
                .containsEntry("KWD", 3);
        assertThat(crypto.body()).contains("usdt-tron");
    }

    private Map<String, Integer> fiatDigits() {
        Map<String, Integer> digits = new HashMap<>();
        String from = "";
        do {
            Reply page = shop.api().get("/currencies/fiat/?limit=100" + from).expect(200);
            page.data()
                    .forEach(
                            currency ->
                                    digits.put(
                                            currency.path("code").asText(),
                                            currency.path("decimals").asInt(-1)));
            from = page.json().path("page").path("next").asText("");
            from = from.isEmpty() ? from : "&cursor=" + from;
        } while (!from.isEmpty());
        return digits;
    }

    @Test
    void the_api_describes_itself_without_asking_anyone_else() {
        Reply document = gateway.anonymous().get("//openapi.json").expect(200);

        assertThat(document.json().path("openapi").asText()).startsWith("3.1");
        assertThat(document.json().path("paths").toString())
                .contains("/invoices", "/webhook-endpoints", "/sandbox/");
        gateway.anonymous().with("Accept", "*/*").get("//openapi.yaml").expect(200);
        gateway.anonymous().with("Accept", "text/html").get("//docs").expect(200);
    }
}
