package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call, from where, how long, and for what. */
@ExtendWith(SharedGateway.class)
class KeysIT {

    private final Gateway gateway;
    private final Shop shop;

    KeysIT(Gateway gateway, Shop shop) {
        this.gateway = gateway;
        this.shop = shop;
    }

    @Test
    void nobody_gets_in_without_a_key() {
        for (String path : List.of("/invoices/", "/shops/", "/events/", "/api-keys/")) {
            Reply reply = gateway.anonymous().get(path).expect(401, "unauthenticated");
            Problems.assertProblem(reply);
            assertThat(reply.header("WWW-Authenticate")).isPresent();
        }
    }

    @Test
    void nobody_gets_in_with_what_only_looks_like_a_key() {
        String key = shop.key();
        String typo =
                key.substring(0, 20) + (key.charAt(20) == 'a' ? 'b' : 'a') + key.substring(21);
        for (String wrong : List.of(typo, "x", key + "x", key.replace("sandbox", "live"))) {
            Api.of(gateway.url(), wrong).get("/invoices/").expect(401, "unauthenticated");
        }
    }

    @Test
    void a_key_may_come_as_a_bearer_token() {
        gateway.anonymous()
                .with("Authorization", "Bearer " + shop.key())
                .get("/invoices/")
                .expect(200);
    }

    @Test
    void is_shown_once_and_says_what_it_is() {
        Reply made = issue(Map.of("scopes", List.of("invoices:read")));

        assertThat(made.text("key")).startsWith("bjk_sandbox_");
        Reply read = shop.api().get("/api-keys/" + made.text("id")).expect(200);
        assertThat(read.body()).doesNotContain(made.text("key"));
        assertThat(made.text("key")).startsWith(read.text("hint"));
        assertThat(shop.api().get("/api-keys/").body()).doesNotContain(made.text("key"));
    }

    @Test
    void does_only_what_its_scopes_say() {
        Api reader = api(issue(Map.of("scopes", List.of("invoices:read"))));
        String invoice = shop.invoice("1.00").path("id").asText();

        reader.get("/invoices/").expect(200);
        reader.get("/invoices/" + invoice).expect(200);
        for (Reply refused :
                List.of(
                        reader.post("/invoices/", shop.order(Map.of())),
                        reader.post("/invoices/" + invoice + "/cancel", Map.of()),
                        reader.get("/shops/"),
                        reader.get("/events/"),
                        reader.get("/webhook-endpoints/"),
                        reader.get("/api-keys/"),
                        reader.post("/api-keys/", Map.of("name", "x", "scopes", List.of("*"))))) {
            assertThat(refused.status()).as("%s", refused).isEqualTo(403);
            Problems.assertProblem(refused);
        }
    }

    @Test
    void gives_nobody_more_than_it_has() {
        Api issuer = api(issue(Map.of("scopes", List.of("api-keys:write", "invoices:read"))));

        assertThat(issuer.post("/api-keys/", Map.of("name", "x", "scopes", List.of("*"))).status())
                .isIn(403, 422);
        assertThat(
                        issuer.post(
                                        "/api-keys/",
                                        Map.of("name", "x", "scopes", List.of("invoices:write")))
                                .status())
                .isIn(403, 422);
        issuer.post("/api-keys/", Map.of("name", "x", "scopes", List.of("invoices:read")))
                .expect(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.0/24", "2001:db8::/32", "192.0.2.7", "10.0.0.0/8"})
    void is_refused_from_elsewhere(String range) {
        Api far = api(issue(Map.of("allowedAddresses", List.of(range))));

        assertThat(far.get("/invoices/").status()).isIn(401, 403);
        Reply disguised = far.with("X-Forwarded-For", "192.0.2.7").get("/invoices/");
        assertThat(disguised.status()).as("a header that nobody vouches for").isIn(401, 403);
    }

    @Test
    void is_accepted_from_where_it_may_come() {
        List<String> here = List.of("192.0.2.0/24", "127.0.0.0/8", "::1");

        api(issue(Map.of("allowedAddresses", here))).get("/invoices/").expect(200);
    }

    @Test
    void ends_by_itself() {
        Instant soon = Instant.now().plus(Duration.ofSeconds(3));
        Api brief = api(issue(Map.of("expiresAt", soon.toString())));
        brief.get("/invoices/").expect(200);

        Await.until("key to have expired", () -> brief.get("/invoices/").status() == 401);

        assertThat(Instant.now()).isAfter(soon);
    }

    @Test
    void is_refused_on_the_request_after_its_revocation() {
        Reply made = issue(Map.of());
        Api revoked = api(made);
        revoked.get("/invoices/").expect(200);

        shop.api().delete("/api-keys/" + made.text("id")).expect(200);

        revoked.get("/invoices/").expect(401);
        revoked.post("/invoices/", shop.order(Map.of())).expect(401);
    }

    @Test
    void obeys_its_new_scopes_on_the_next_request() {
        Reply made = issue(Map.of());
        Api changed = api(made);
        changed.get("/shops/").expect(200);

        shop.api()
                .patch("/api-keys/" + made.text("id"), Map.of("scopes", List.of("invoices:read")))
                .expect(200);

        changed.get("/shops/").expect(403);
        changed.get("/invoices/").expect(200);
    }

    @Test
    void says_when_it_was_last_used() {
        Reply made = issue(Map.of());
        api(made).get("/invoices/").expect(200);

        Reply read =
                Await.value(
                        "last use",
                        () -> shop.api().get("/api-keys/" + made.text("id")).expect(200),
                        reply -> reply.data().has("lastUsedAt"));

        assertThat(read.text("lastUsedAddress")).isIn("127.0.0.1", "::1", "0:0:0:0:0:0:0:1");
    }

    @Test
    void its_life_is_in_the_audit_log() {
        String id = issue(Map.of()).text("id");
        shop.api().delete("/api-keys/" + id).expect(200);

        Reply log =
                Await.value(
                        "audit of " + id,
                        () -> shop.api().get("/audit-log/?limit=100").expect(200),
                        reply -> reply.texts("objectId").contains(id));

        assertThat(log.body()).contains("api-key.create", "api-key.revoke");
    }

    @Test
    void a_key_of_one_shop_is_not_offered_the_others() {
        assertThat(shop.api().get("/shops/").texts("id")).containsExactly(shop.id());
        assertThat(gateway.api().get("/shops/?limit=100").texts("id")).contains(shop.id());
        assertThat(shop.api().post("/shops/", Map.of("name", "x")).status()).isEqualTo(403);
    }

    private Reply issue(Map<String, Object> terms) {
        Map<String, Object> key = new LinkedHashMap<>(Map.of("name", "k", "scopes", List.of("*")));
        key.putAll(terms);
        return shop.api().post("/api-keys/", key).expect(201);
    }

    private Api api(Reply made) {
        return Api.of(gateway.url(), made.text("key"));
    }
}
