package org.bluejay.shop.woocommerce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bluejay.connector.tck.Needs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The life of the plugin in a real WordPress with a real database, from its activation to its
 * removal. WooCommerce itself is not there: what needs it is tested with the shop in memory.
 */
@Needs({"php", "mariadbd", "mariadb-install-db", "/usr/share/wordpress/wp-load.php"})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WordPressIT {

    private static final String KEY = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String PAGE = "/wp-admin/admin.php?page=bluejay";
    private static final String DOOR = "/?rest_route=/bluejay/v1/webhook";

    private static Path folder;
    private static WordPressSite site;

    @BeforeAll
    static void start() throws IOException {
        folder = Files.createTempDirectory(Programs.WORK, "wordpress");
        site = WordPressSite.start(folder);
        site.login();
    }

    @AfterAll
    static void stop() throws IOException {
        if (site != null) {
            site.close();
        }
    }

    @Test
    @Order(1)
    void without_woocommerce_it_is_activated_and_says_what_is_missing() {
        assertThat(site.step("activate")).isEqualTo("active");
        assertThat(site.get("/wp-admin/plugins.php").body())
                .contains("it needs WooCommerce, which is not active");
        assertThat(site.post(DOOR, "{}", Map.of()).statusCode()).isEqualTo(404);
    }

    @Test
    @Order(2)
    void the_page_to_connect_shows_its_form_and_health() {
        assertThat(site.get(PAGE).body())
                .contains("id=\"bluejay-url\"", "id=\"bluejay-key\"", "id=\"bluejay-health\"")
                .contains("Not connected yet.", "GET_LOCK");
    }

    @Test
    @Order(3)
    void what_cannot_be_connected_is_said_and_not_kept() {
        String page = site.get(PAGE).body();
        String nonce = page.replaceAll("(?s).*name=\"_wpnonce\" value=\"([0-9a-f]+)\".*", "$1");
        String form =
                "action=bluejay_connect&do=connect&key=k&url=http%3A%2F%2Fpay.example&_wpnonce=";
        Map<String, String> kind = Map.of("Content-Type", "application/x-www-form-urlencoded");
        assertThat(site.post("/wp-admin/admin-post.php", form + "forged", kind).statusCode())
                .isEqualTo(403);
        assertThat(site.post("/wp-admin/admin-post.php", form + nonce, kind).statusCode())
                .isEqualTo(302);
        assertThat(site.get(PAGE).body()).contains("Enter the address of your gateway");
        assertThat(site.step("left")).doesNotContain("bluejay_connection");
    }

    @Test
    @Order(4)
    void it_speaks_the_languages_that_the_build_compiled() {
        site.step("language", "sw");
        assertThat(site.get(PAGE).body()).contains("Bluejay: muunganisho na hali");
        site.step("language", "pt_BR");
        assertThat(site.get(PAGE).body()).contains("Bluejay: conexão e saúde");
        site.step("language", "en_US");
    }

    @Test
    @Order(5)
    void a_webhook_is_believed_by_its_raw_body_alone() throws GeneralSecurityException {
        site.addAlways("woocommerce-stand-in.php");
        site.step("remember", "whsec_" + KEY);
        String ping = "{\"id\":\"evt-7\", \"type\":\"test.ping\"}";
        assertThat(deliver(ping, ping).statusCode()).isEqualTo(200);
        HttpResponse<String> rewritten = deliver(ping, "{\"id\":\"evt-7\",\"type\":\"test.ping\"}");
        assertThat(rewritten.statusCode()).as(rewritten.body()).isEqualTo(401);
        assertThat(site.step("left")).contains("bluejay_last_ping");
    }

    @Test
    @Order(6)
    void one_process_at_a_time_holds_an_order_and_a_dead_one_holds_nothing() throws IOException {
        Path said = folder.resolve("holder.txt");
        Process holder = site.begin(said, "hold", "7");
        WordPressSite.until(() -> read(said).contains("held"), "the lock");
        assertThat(site.step("hold", "7")).isEqualTo("busy");
        assertThat(site.step("hold", "8")).endsWith("let go");
        holder.destroyForcibly();
        assertThat(site.step("hold", "7")).endsWith("let go");
    }

    @Test
    @Order(7)
    void its_removal_leaves_nothing() throws IOException {
        assertThat(site.step("left")).contains("bluejay_connection_sandbox");
        assertThat(site.step("uninstall")).isEqualTo("gone");
        assertThat(site.step("left")).isEqualTo(".");
        assertThat(site.complaints()).isEmpty();
    }

    private static HttpResponse<String> deliver(String signed, String sent)
            throws GeneralSecurityException {
        String time = Long.toString(Instant.now().getEpochSecond());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
        byte[] signature = mac.doFinal(("evt-7." + time + "." + signed).getBytes(UTF_8));
        return site.post(
                DOOR,
                sent,
                Map.of(
                        "Content-Type",
                        "application/json",
                        "webhook-id",
                        "evt-7",
                        "webhook-timestamp",
                        time,
                        "webhook-signature",
                        "v1," + Base64.getEncoder().encodeToString(signature)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
