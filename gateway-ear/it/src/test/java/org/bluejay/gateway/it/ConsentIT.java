package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.bluejay.gateway.it.HandingShop.Clicked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A WooCommerce shop hands its key to the packaged gateway, and nobody copies anything. */
class ConsentIT {

    @TempDir static Path folder;
    private static Gateway gateway;
    private static HandingShop woo;

    @BeforeAll
    static void start() throws IOException {
        Path keys = HandingShop.makeKeys(folder);
        gateway =
                Gateway.fresh("consent")
                        .with("bluejay.public-url", "https://pay.example.com")
                        .with("bluejay.http.allow-private", "127.0.0.1")
                        .with("javax.net.ssl.trustStore", keys.toString())
                        .with("javax.net.ssl.trustStorePassword", HandingShop.PASSWORD)
                        .start();
        woo = new HandingShop(keys, gateway);
    }

    @AfterAll
    static void stop() {
        woo.close();
        gateway.close();
    }

    @Test
    void a_shop_is_connected_and_gets_another_key_later_and_keeps_its_connection() {
        Shop shop = gateway.newShop();
        Reply begun = begin(shop);
        Clicked clicked = woo.approve(consentOf(begun), "first");
        assertThat(clicked.answerToPost()).isEqualTo(200);
        String connection = awaitGranted(shop, begun);
        assertThat(page(clicked.back())).contains("Your shop is connected");
        assertThat(isUp(shop, connection)).isTrue();

        Reply again = begin(shop);
        assertThat(woo.approve(consentOf(again), "second").answerToPost()).isEqualTo(200);
        assertThat(awaitGranted(shop, again)).isEqualTo(connection);
        assertThat(isUp(shop, connection)).isTrue();
        assertThat(gateway.readLog()).doesNotContain("ck_first", "cs_first", "cs_second");
    }

    @Test
    void a_key_is_taken_once_and_only_by_the_one_who_asked() {
        Shop shop = gateway.newShop();
        Reply begun = begin(shop);
        URI consent = consentOf(begun);
        URI another = consentOf(begin(gateway.newShop()));
        String foreign =
                consent.toString()
                        .replace(
                                HandingShop.query(consent).get("user_id"),
                                HandingShop.query(another).get("user_id"));
        assertThat(woo.approve(URI.create(foreign), "forged").answerToPost()).isEqualTo(404);
        assertThat(woo.approve(consent, "good").answerToPost()).isEqualTo(200);
        assertThat(woo.approve(consent, "doubled").answerToPost()).isEqualTo(404);
        awaitGranted(shop, begun);
    }

    @Test
    void an_owner_who_says_no_is_shown_that_nothing_happened() {
        Shop shop = gateway.newShop();
        Reply begun = begin(shop);
        assertThat(page(woo.deny(consentOf(begun)).back())).contains("Your shop is not connected");
        assertThat(read(shop, begun).text("reason")).isEqualTo("access-denied");
        assertThat(woo.approve(consentOf(begun), "late").answerToPost()).isEqualTo(404);
    }

    @Test
    void the_same_request_again_tells_the_same_address() {
        Shop shop = gateway.newShop();
        Api once = shop.api().under("connect-" + shop.id());
        Reply first = once.post("/connection-grants/", wish(shop)).expect(201);
        Reply second = once.post("/connection-grants/", wish(shop)).expect(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(read(shop, first).data().has("consentUrl")).isFalse();
        gateway.foreignShop().api().get("/connection-grants/" + first.text("id")).expect(404);
    }

    private static Map<String, Object> wish(Shop shop) {
        return Map.of(
                "shopId",
                shop.id(),
                "platform",
                "woocommerce",
                "name",
                "Tea shop",
                "settings",
                Map.of("address", woo.address().toString()));
    }

    private static Reply begin(Shop shop) {
        return shop.api().post("/connection-grants/", wish(shop)).expect(201);
    }

    private static URI consentOf(Reply begun) {
        return URI.create(begun.text("consentUrl"));
    }

    private static Reply read(Shop shop, Reply begun) {
        return shop.api().get("/connection-grants/" + begun.text("id")).expect(200);
    }

    private static String awaitGranted(Shop shop, Reply begun) {
        return Await.value(
                        "grant to be granted",
                        () -> read(shop, begun),
                        reply -> reply.text("status").equals("granted"))
                .text("connectionId");
    }

    private static boolean isUp(Shop shop, String connection) {
        return shop.api()
                .post("/connections/" + connection + "/test")
                .expect(200)
                .data()
                .path("up")
                .asBoolean();
    }

    private static String page(String path) {
        return gateway.anonymous().with("Accept", "text/html").get("/" + path).expect(200).body();
    }
}
