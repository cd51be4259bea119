package org.bluejay.gateway.shopsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.junit.jupiter.api.Test;

class ShopContextsTest {

    @Test
    void a_connector_is_told_where_its_shop_sends_webhooks() {
        ShopContexts contexts = new ShopContexts();
        contexts.publicUrl = URI.create("https://pay.example/");
        Connection connection =
                new Connection(
                        UUID.randomUUID(),
                        new Connection.Owner(
                                UUID.randomUUID(), UUID.randomUUID(), Environment.SANDBOX),
                        "toy-shop",
                        "Toys",
                        Map.of(),
                        null,
                        Instant.EPOCH,
                        null,
                        0);
        String shown =
                ConnectionView.of(connection, Optional.empty(), contexts.publicUrl()).webhookUrl();
        assertThat(contexts.of(connection).webhookUrl()).contains(URI.create(shown));
        assertThat(shown).isEqualTo("https://pay.example/hooks/toy-shop/" + connection.id());
    }
}
