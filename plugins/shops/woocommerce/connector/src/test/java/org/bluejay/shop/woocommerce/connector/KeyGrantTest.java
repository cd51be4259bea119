package org.bluejay.shop.woocommerce.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.shop.GrantsKeys.KeyGrant;
import org.bluejay.connector.shop.GrantsKeys.KeyRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key without copying it: WooCommerce's /wc-auth. */
class KeyGrantTest {

    private static final String STATE = "3fKq9xWb7LmZ2sPv8TnR5cYd";

    private final WooCommerceProvider provider = new WooCommerceProvider();

    private Optional<KeyGrant> read(String body) {
        return provider.readGrant(
                new InboundCallback("POST", "t", "", Map.of(), body.getBytes(UTF_8)));
    }

    private static String granted(String permissions, String secret) {
        return "{\"key_id\":1,\"user_id\":\"%s\",\"consumer_key\":\"%s\",\"consumer_secret\":\"%s\",\"key_permissions\":\"%s\"}"
                .formatted(STATE, StandInShop.KEY, secret, permissions);
    }

    @Test
    void asks_the_owner_at_an_address_that_needs_no_pretty_links() {
        URI consent =
                provider.consentAt(
                        new KeyRequest(
                                URI.create("https://shop.example/sub/"),
                                STATE,
                                URI.create("https://pay.example/grants/1"),
                                URI.create("https://pay.example/dashboard/")));
        assertThat(consent)
                .hasToString(
                        "https://shop.example/sub/?wc-auth-version=1&wc-auth-route=authorize"
                                + "&app_name=Bluejay&scope=read_write&user_id="
                                + STATE
                                + "&return_url=https%3A%2F%2Fpay.example%2Fdashboard%2F"
                                + "&callback_url=https%3A%2F%2Fpay.example%2Fgrants%2F1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://pay.example/1",
                "https://pay.example/a%2Fb",
                "https://pay.example/?a=b+c"
            })
    void refuses_addresses_that_woocommerce_would_garble(String callback) {
        URI back = URI.create("https://pay.example/");
        KeyRequest request = new KeyRequest(back, STATE, URI.create(callback), back);
        assertThatThrownBy(() -> provider.consentAt(request))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reads_the_key_that_the_shop_posts() {
        KeyGrant grant = read(granted("read_write", StandInShop.PASSWORD)).orElseThrow();
        assertThat(grant.state()).isEqualTo(STATE);
        Map<String, String> answers = new HashMap<>(grant.answers());
        answers.put(WooCommerceProvider.SHOP_URL, "https://shop.example");
        assertThat(provider.settings().validate(answers)).isEmpty();
        assertThat(grant.toString()).doesNotContain(StandInShop.PASSWORD);
    }

    @Test
    void knows_an_owner_who_said_no() {
        assertThat(provider.isRefusal(Map.of("success", "0", "user_id", STATE))).isTrue();
        assertThat(provider.isRefusal(Map.of("success", "1", "user_id", STATE))).isFalse();
        assertThat(provider.isRefusal(Map.of())).isFalse();
    }

    @Test
    void takes_no_key_that_may_only_read_and_no_nonsense() {
        assertThat(read(granted("read", StandInShop.PASSWORD))).isEmpty();
        assertThat(read(granted("read_write", "cs_<script>"))).isEmpty();
        for (String nonsense : new String[] {"", "{}", "[]", "null", "<html>", "{\"user_id\":1}"}) {
            assertThat(read(nonsense)).isEmpty();
        }
    }
}
