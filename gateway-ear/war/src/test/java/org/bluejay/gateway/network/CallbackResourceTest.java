package org.bluejay.gateway.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.bluejay.connector.InboundCallback;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.TestDatabase;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackResourceTest {

    private static DataSource source;

    @TempDir static Path folder;
    NetworkRig rig;
    HttpServer server;
    HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void one_database_for_all() {
        source = KeptConnections.of(TestDatabase.fresh());
    }

    @BeforeEach
    void open() {
        rig = new NetworkRig(source, folder);
        rig.work.useTransaction(handle -> handle.execute("truncate callback"));
        ResourceConfig application = ResourceConfig.forApplication(new CallbackApplication());
        application.register(
                new AbstractBinder() {
                    @Override
                    protected void configure() {
                        bind(rig.intake).to(IntakeService.class);
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/x-www-form-urlencoded",
                "text/xml; charset=iso-8859-1",
                "no type at all"
            })
    void takes_any_type_as_it_came(String type) throws Exception {
        Channel channel = rig.channel("pix");
        byte[] body = {'a', '=', 'b', '&', 0, -1};
        HttpRequest.Builder request =
                HttpRequest.newBuilder(at("/" + channel.id() + "/tok-1?x=1&y=%20"))
                        .header("X-Signature", "one")
                        .header("X-Signature", "two")
                        .POST(BodyPublishers.ofByteArray(body));
        if (type.contains("/")) {
            request.header("Content-Type", type);
        }
        HttpResponse<String> answer = send(request);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
        InboundCallback kept = kept();
        assertThat(kept.method()).isEqualTo("POST");
        assertThat(kept.token()).isEqualTo("tok-1");
        assertThat(kept.query()).isEqualTo("x=1&y=%20");
        assertThat(kept.body()).isEqualTo(body);
        assertThat(kept.headers().get("x-signature")).containsExactlyInAnyOrder("one", "two");
        assertThat(kept.header("content-type").isPresent()).isEqualTo(type.contains("/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT"})
    void takes_any_method_that_networks_use_with_or_without_a_slash(String method)
            throws Exception {
        Channel channel = rig.channel("pix");
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(at("/" + channel.id() + "/tok-1/"))
                                .method(method, BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(kept().method()).isEqualTo(method);
        assertThat(kept().token()).isEqualTo("tok-1");
    }

    @Test
    void takes_a_body_of_256_kib_and_none_larger() throws Exception {
        Channel channel = rig.channel("pix");
        assertThat(post(channel.id().toString(), new byte[256 * 1024]).statusCode()).isEqualTo(200);
        assertThat(kept().body()).hasSize(256 * 1024);
        rig.work.useTransaction(handle -> handle.execute("truncate callback"));
        assertThat(post(channel.id().toString(), new byte[256 * 1024 + 1]).statusCode())
                .isEqualTo(413);
        assertThat(due()).isEmpty();
    }

    @Test
    void tells_strangers_what_it_tells_networks() throws Exception {
        HttpResponse<String> known = post(rig.channel("pix").id().toString(), new byte[1]);
        for (String nobody : List.of(Ids.next().toString(), "nobody", "a%00b")) {
            HttpResponse<String> answer = post(nobody, new byte[1]);
            assertThat(answer.statusCode()).isEqualTo(known.statusCode());
            assertThat(answer.body()).isEqualTo(known.body());
            assertThat(answer.headers().firstValue("Content-Type"))
                    .isEqualTo(known.headers().firstValue("Content-Type"));
        }
    }

    @Test
    void asks_the_sender_to_come_again_when_nothing_could_be_kept() throws Exception {
        Channel channel = rig.channel("pix");
        rig.work.useTransaction(handle -> handle.execute("alter table callback rename to away"));
        try {
            HttpResponse<String> answer = post(channel.id().toString(), new byte[1]);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("10");
            assertThat(answer.body()).isEmpty();
        } finally {
            rig.work.useTransaction(
                    handle -> handle.execute("alter table away rename to callback"));
        }
    }

    private HttpResponse<String> post(String channel, byte[] body) throws Exception {
        return send(
                HttpRequest.newBuilder(at("/" + channel + "/token"))
                        .POST(BodyPublishers.ofByteArray(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(
                request.timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI at(String path) {
        return URI.create(
                "http://127.0.0.1:" + server.getAddress().getPort() + "/callbacks" + path);
    }

    private InboundCallback kept() {
        return due().orElseThrow().callback().orElseThrow();
    }

    private Optional<Callbacks.Due> due() {
        return rig.work.inTransaction(
                handle -> {
                    handle.execute("update callback set next_try_at = now(), leased_until = null");
                    return rig.callbacks.take(handle, Duration.ofMinutes(1));
                });
    }
}
