package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What belongs to others is not there: on no route, in no list, by no other answer. */
@ExtendWith(SharedGateway.class)
class TenantsIT {

    private final Gateway gateway;
    private final Shop mine;

    TenantsIT(Gateway gateway, Shop mine) {
        this.gateway = gateway;
        this.mine = mine;
    }

    @Test
    void another_shop_of_the_same_merchant_is_out_of_reach() {
        assertOutOfReach(gateway.newShop());
    }

    @Test
    void another_merchant_is_out_of_reach() {
        assertOutOfReach(gateway.foreignShop());
    }

    @Test
    void another_merchant_is_out_of_reach_for_a_key_of_all_shops() {
        Shop theirs = gateway.foreignShop();
        Belongings belongings = Belongings.of(theirs);

        assertNotFound(gateway.api(), belongings.routes());
        assertNotListed(gateway.api(), belongings);
    }

    private void assertOutOfReach(Shop theirs) {
        Belongings belongings = Belongings.of(theirs);
        mine.invoice("1.00");

        assertNotFound(mine.api(), belongings.routes());
        assertNotListed(mine.api(), belongings);
        assertCannotBeNamed(theirs, belongings);
        assertThat(theirs.read(belongings.invoice).path("status").asText()).isEqualTo("pending");
    }

    /** The same answer as for what nobody has, but for ids. */
    private static void assertNotFound(Api caller, List<Route> routes) {
        for (Route route : routes) {
            Reply theirs = route.call(caller);
            assertThat(theirs.status()).as("%s", theirs).isEqualTo(404);
            Problems.assertProblem(theirs);
            Reply nobodys = route.withId(UUID.randomUUID().toString()).call(caller);
            assertThat(detail(theirs)).as(route.path).isEqualTo(detail(nobodys));
        }
    }

    private static JsonNode detail(Reply reply) {
        return reply.json().path("detail");
    }

    private static void assertNotListed(Api caller, Belongings belongings) {
        for (String list :
                List.of(
                        "/invoices/?limit=100",
                        "/invoices/?q=" + belongings.invoice,
                        "/invoices/?orderId=theirs",
                        "/shops/?limit=100",
                        "/api-keys/?limit=100",
                        "/channels/?limit=100",
                        "/events/?limit=100",
                        "/payments/?limit=100",
                        "/refunds/?limit=100",
                        "/balances/?limit=100",
                        "/ledger/?limit=100",
                        "/webhook-endpoints/?limit=100",
                        "/audit-log/?limit=100")) {
            Reply reply = caller.get(list).expect(200);
            assertThat(reply.body()).as(list).doesNotContain(belongings.ids());
        }
    }

    private void assertCannotBeNamed(Shop theirs, Belongings belongings) {
        Map<String, Object> posts = new LinkedHashMap<>();
        posts.put("/invoices/", theirs.order(Map.of()));
        posts.put("/sandbox/clock/advance", Map.of("by", "PT1H", "shopId", theirs.id()));
        posts.put(
                "/api-keys/",
                Map.of("name", "x", "shopId", theirs.id(), "scopes", List.of("invoices:read")));
        posts.put(
                "/webhook-endpoints/",
                Map.of("url", "https://example.com/", "shopId", theirs.id()));
        posts.put(
                "/channels/",
                Map.of(
                        "network",
                        "sandbox",
                        "name",
                        "x",
                        "shopId",
                        theirs.id(),
                        "settings",
                        Map.of()));
        posts.forEach(
                (path, body) -> {
                    Reply reply = mine.api().post(path, body);
                    assertThat(reply.status()).as("%s", reply).isIn(403, 404, 422);
                });
        String invoice = mine.invoice("1.00").path("id").asText();
        Reply attempt =
                mine.api()
                        .post(
                                "/invoices/" + invoice + "/attempts",
                                Map.of("method", "sandbox-code", "channelId", belongings.channel));
        assertThat(attempt.status()).as("%s", attempt).isIn(404, 422);
        assertThat(mine.api().get("/invoices/?shopId=" + theirs.id()).body())
                .doesNotContain(belongings.ids());
    }

    /** A route that names one thing by its id. */
    private record Route(String method, String path, String id, Object body) {

        Reply call(Api caller) {
            String whole = path.replace("{}", id);
            return switch (method) {
                case "GET" -> caller.get(whole);
                case "PATCH" -> caller.patch(whole, body);
                case "DELETE" -> caller.delete(whole);
                default -> caller.post(whole, body);
            };
        }

        Route withId(String other) {
            return new Route(method, path, other, body);
        }
    }

    /** One of each thing that a shop can have. */
    private record Belongings(
            String shop,
            String invoice,
            String link,
            String key,
            String channel,
            String endpoint,
            String delivery,
            String event) {

        static Belongings of(Shop shop) {
            JsonNode invoice = shop.invoice(Map.of("orderId", "theirs"));
            Reply endpoint =
                    shop.api()
                            .post("/webhook-endpoints/", Map.of("url", "http://127.0.0.1:1/"))
                            .expect(201);
            shop.api().post("/webhook-endpoints/" + endpoint.text("id") + "/ping");
            String deliveries = "/webhook-endpoints/" + endpoint.text("id") + "/deliveries";
            Reply delivery =
                    Await.value(
                            "delivery of the ping",
                            () -> shop.api().get(deliveries).expect(200),
                            reply -> reply.data().size() > 0);
            Reply event =
                    Await.value(
                            "first event",
                            () -> shop.api().get("/events/").expect(200),
                            reply -> reply.data().size() > 0);
            return new Belongings(
                    shop.id(),
                    invoice.path("id").asText(),
                    invoice.path("link").asText(),
                    first(shop.api().get("/api-keys/")),
                    first(shop.api().get("/channels/")),
                    endpoint.text("id"),
                    first(delivery),
                    first(event));
        }

        private static String first(Reply list) {
            return list.expect(200).data().path(0).path("id").asText();
        }

        CharSequence[] ids() {
            return new CharSequence[] {
                shop, invoice, link, key, channel, endpoint, delivery, event
            };
        }

        List<Route> routes() {
            List<Route> routes = new ArrayList<>();
            for (String known : List.of(invoice, link)) {
                for (String path :
                        List.of("", "/status", "/payments", "/events", "/attempts", "/refunds")) {
                    routes.add(new Route("GET", "/invoices/{}" + path, known, null));
                }
                routes.add(post("/invoices/{}/cancel", known, Map.of("force", true)));
                routes.add(post("/invoices/{}/attempts", known, Map.of("method", "sandbox-code")));
                routes.add(post("/invoices/{}/refunds", known, Map.of("amount", "1.00")));
                routes.add(
                        post("/sandbox/invoices/{}/simulate", known, Map.of("scenario", "paid")));
            }
            routes.add(new Route("GET", "/events/{}", event, null));
            routes.addAll(changeable("/shops/{}", shop, Map.of("name", "x")));
            routes.add(post("/shops/{}/rotate-secret", shop, Map.of()));
            routes.addAll(changeable("/api-keys/{}", key, Map.of("name", "x")));
            routes.add(new Route("DELETE", "/api-keys/{}", key, null));
            routes.add(post("/api-keys/{}/revoke", key, Map.of()));
            routes.addAll(changeable("/channels/{}", channel, Map.of("name", "x")));
            routes.add(new Route("DELETE", "/channels/{}", channel, null));
            routes.add(post("/channels/{}/test", channel, Map.of()));
            routes.addAll(
                    changeable("/webhook-endpoints/{}", endpoint, Map.of("description", "x")));
            routes.add(new Route("DELETE", "/webhook-endpoints/{}", endpoint, null));
            routes.add(new Route("GET", "/webhook-endpoints/{}/deliveries", endpoint, null));
            for (String path : List.of("/rotate-secret", "/ping")) {
                routes.add(post("/webhook-endpoints/{}" + path, endpoint, Map.of()));
            }
            routes.add(
                    post(
                            "/webhook-endpoints/{}/recover",
                            endpoint,
                            Map.of("since", "2026-01-01T00:00:00Z", "mode", "all")));
            routes.add(post("/webhook-deliveries/{}/redeliver", delivery, Map.of()));
            return routes;
        }

        private static List<Route> changeable(String path, String id, Object change) {
            return List.of(new Route("GET", path, id, null), new Route("PATCH", path, id, change));
        }

        private static Route post(String path, String id, Object body) {
            return new Route("POST", path, id, body);
        }
    }
}
