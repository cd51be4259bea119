package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** More requests at once than there are connections to the database. */
@ExtendWith(SharedGateway.class)
class CrowdIT {

    /** As many as {@code web.xml} lends to requests. */
    private static final int CONNECTIONS = 40;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient BROWSERS = HttpClient.newHttpClient();

    /**
     * All connections are lent to requests that have begun: had one of them to borrow a second one,
     * each would wait for another.
     */
    @Test
    void nobody_waits_for_a_second_connection(Gateway gateway) throws Exception {
        Shop shop = gateway.newShop();
        URI page = URI.create(shop.invoice("49.00").path("checkoutUrl").asText());
        List<CompletableFuture<HttpResponse<Void>>> payers;
        try (Connection database = gateway.database().connect();
                Statement statement = database.createStatement()) {
            database.setAutoCommit(false);
            statement.execute("lock table channel in access exclusive mode");
            payers = Stream.generate(() -> open(page)).limit(CONNECTIONS + 20).toList();
            try (Connection observer = gateway.database().connect()) {
                Await.value(
                        "all connections to be lent",
                        () -> waiting(observer),
                        lent -> lent >= CONNECTIONS);
            }
            database.rollback();
        }
        for (CompletableFuture<HttpResponse<Void>> payer : payers) {
            assertThat(payer.get().statusCode()).isEqualTo(200);
        }
    }

    private static CompletableFuture<HttpResponse<Void>> open(URI page) {
        HttpRequest request = HttpRequest.newBuilder(page).timeout(PATIENCE).build();
        return BROWSERS.sendAsync(request, BodyHandlers.discarding());
    }

    private static int waiting(Connection observer) throws SQLException {
        try (Statement statement = observer.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select count(*) from pg_stat_activity where wait_event_type ="
                                        + " 'Lock' and query like '%channel%'")) {
            row.next();
            return row.getInt(1);
        }
    }
}
