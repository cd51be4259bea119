package org.bluejay.connector.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.bluejay.connector.shop.GrantsKeys.KeyGrant;
import org.bluejay.connector.shop.GrantsKeys.KeyRequest;
import org.junit.jupiter.api.Test;

class GrantsKeysTest {

    private static final URI SOME = URI.create("https://shop.example");

    @Test
    void a_state_that_could_be_guessed_is_refused() {
        assertThatThrownBy(() -> new KeyRequest(SOME, "7", SOME, SOME))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new KeyRequest(SOME, "a&user_id=".repeat(3), SOME, SOME))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_grant_prints_no_secret() {
        assertThat(new KeyGrant("s", Map.of("consumerSecret", "cs_1")))
                .hasToString("KeyGrant[consumerSecret]");
    }
}
