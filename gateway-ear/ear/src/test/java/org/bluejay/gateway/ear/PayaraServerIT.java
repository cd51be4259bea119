package org.bluejay.gateway.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same gateway, deployed as an EAR on a full Payara Server. */
class PayaraServerIT {

    private static final Path WORK = Path.of(System.getProperty("bluejay.work"));
    private static final Path DATA = WORK.resolve("data");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static PayaraServer server;

    @BeforeAll
    static void deploy() throws Exception {
        server = PayaraServer.start(Path.of(System.getProperty("bluejay.payara")), WORK, DATA);
        server.deploy(Path.of(System.getProperty("bluejay.ear")));
    }

    @AfterAll
    static void leave_nothing_running() throws Exception {
        if (server != null) {
            server.stop();
            assertThat(DATA.resolve("postgresql/cluster/postmaster.pid")).doesNotExist();
        }
    }

    /** Where the gateway answers. */
    private static URI gateway() {
        return server.gateway();
    }

    @Test
    void is_ready() throws Exception {
        HttpResponse<String> health = get("/health/ready");
        assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
        assertThat(health.body()).contains("\"UP\"");
    }

    @Test
    void found_its_data_sources_and_made_its_schema() throws Exception {
        assertThat(Files.isDirectory(DATA.resolve("postgresql/cluster"))).isTrue();
        assertThat(server.log())
                .contains("now at version")
                .doesNotContain("error.creating.jdbc.pool")
                .doesNotContain("event=round-failed");
    }

    private static HttpResponse<String> get(String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(gateway().resolve(path))
                        .timeout(Duration.ofSeconds(30))
                        .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
