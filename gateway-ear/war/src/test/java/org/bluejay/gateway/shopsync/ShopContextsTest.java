package org.bluejay.gateway.shopsync;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.Instance;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.shared.Wiring;
import org.bluejay.gateway.shared.WorkDatabase;
import org.junit.jupiter.api.Test;

class ShopContextsTest {

    @Test
    void a_connector_is_told_where_its_shop_sends_webhooks() {
        ShopContexts contexts =
                new Wiring()
                        .lend(WorkDatabase.class, null)
                        .lend(Clock.class, Clock.systemUTC())
                        .lend(Instance.class, null)
                        .set("bluejay.public-url", URI.create("https://pay.example/"))
                        .get(ShopContexts.class);
        Connection connection =
                new Connection(
                        UUID.randomUUID(),
                        new Connection.Owner(
                                UUID.randomUUID(), UUID.randomUUID(), Environment.SANDBOX),
                        "toy-shop",
                        "Toys",
                        Map.of(),
                        false,
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
