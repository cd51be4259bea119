package org.bluejay.gateway.shopsync;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.bluejay.gateway.connector.ShopJar;
import org.bluejay.gateway.shared.Ids;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookResourceTest {

    @TempDir static Path folder;
    SyncRig rig;
    HttpServer server;
    HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void bring_a_platform() throws IOException {
        ShopJar.plain(SyncRig.PLATFORM, folder, SyncRig.PLATFORM);
    }

    @BeforeEach
    void open() {
        rig = new SyncRig(folder);
        ResourceConfig application = ResourceConfig.forApplication(new HookApplication());
        application.register(
                new AbstractBinder() {
                    @Override
                    protected void configure() {
                        bind(rig.webhooks).to(ShopWebhooks.class);
                    }
                });
        server =
                JdkHttpServerFactory.createHttpServer(
                        URI.create("http://127.0.0.1:0/"), application, true);
    }

    @AfterEach
    void close() {
        server.stop(0);
        rig.close();
    }

    @Test
    void a_webhook_is_kept_as_it_came_before_its_sender_hears_200() throws Exception {
        rig.shop.place("7", "10.00");
        rig.invoice("7", "10.00");
        HttpResponse<String> answer =
                send(rig.connection.id().toString(), rig.shop.webhookOf("7"), "text/weird");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(states()).containsExactly("received");
        rig.webhooks.readNext();
        assertThat(states()).containsExactly("handled");
        assertThat(rig.sync.syncNext()).isTrue();
    }

    @Test
    void what_is_kept_is_sealed() throws Exception {
        send(rig.connection.id().toString(), "phone 0712345678", "text/plain");
        byte[] kept =
                rig.work.inTransaction(
                        handle ->
                                handle.select("select request from shop_webhook")
                                        .mapTo(byte[].class)
                                        .one());
        assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain("0712345678");
    }

    @Test
    void nobody_learns_which_connections_there_are() throws Exception {
        HttpResponse<String> known = send(rig.connection.id().toString(), "x", "text/plain");
        for (String unknown : List.of(Ids.next().toString(), "no-id", "%27")) {
            HttpResponse<String> answer = send(unknown, "x", "text/plain");
            assertThat(answer.statusCode()).isEqualTo(known.statusCode());
            assertThat(answer.body()).isEqualTo(known.body());
        }
        assertThat(states()).hasSize(1);
    }

    @Test
    void a_body_that_is_too_large_is_refused() throws Exception {
        String large = "x".repeat(HookResource.MAX_BODY + 1);
        assertThat(send(rig.connection.id().toString(), large, "text/plain").statusCode())
                .isEqualTo(413);
        assertThat(states()).isEmpty();
    }

    @Test
    void asks_the_shop_to_come_again_when_nothing_could_be_kept() throws Exception {
        rig.work.useTransaction(
                handle -> handle.execute("alter table shop_webhook rename to away"));
        HttpResponse<String> answer = send(rig.connection.id().toString(), "x", "text/plain");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("10");
    }

    private HttpResponse<String> send(String connection, String body, String type)
            throws Exception {
        URI uri =
                URI.create(
                        "http://127.0.0.1:%d/hooks/%s/%s"
                                .formatted(
                                        server.getAddress().getPort(),
                                        SyncRig.PLATFORM,
                                        connection));
        return client.send(
                HttpRequest.newBuilder(uri)
                        .header("content-type", type)
                        .header("x-signature", FakeShop.KEY)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private List<String> states() {
        return rig.work.inTransaction(
                handle ->
                        handle.select("select state from shop_webhook").mapTo(String.class).list());
    }
}
