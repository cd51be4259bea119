package org.bluejay.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bluejay.connector.Http;
import org.bluejay.connector.Http.NoAnswer;
import org.bluejay.connector.Http.NotSent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboundHttpTest {

    private static final Duration SHORT = Duration.ofMillis(700);
    private static final int LIMIT = 1000;

    private final AtomicInteger calls = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final OutboundHttp http =
            OutboundHttp.withPlain(AddressGuard.publicOnly(), AddressGuard.loopbackOnly());
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void hands_on_status_headers_and_body() throws Exception {
        answer("/hook", 418, Map.of("X-One", "1"), "short and stout");

        Exchange.Reply reply = http.send(post("/hook", SHORT));

        assertThat(reply.status()).isEqualTo(418);
        assertThat(reply.header("x-one")).contains("1");
        assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo("short and stout");
        assertThat(reply.complete()).isTrue();
    }

    @Test
    void does_not_follow_a_redirect() throws Exception {
        answer("/inside", 200, Map.of(), "credentials");
        answer("/hook", 307, Map.of("Location", url("/inside")), "");

        assertThat(http.send(post("/hook", SHORT)).status()).isEqualTo(307);
        assertThat(calls).hasValue(1);
    }

    @Test
    void keeps_no_cookie() throws Exception {
        List<String> cookies = new java.util.concurrent.CopyOnWriteArrayList<>();
        server.createContext(
                "/hook",
                exchange -> {
                    cookies.addAll(exchange.getRequestHeaders().getOrDefault("Cookie", List.of()));
                    exchange.getResponseHeaders().add("Set-Cookie", "a=b");
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        http.send(post("/hook", SHORT));
        http.send(post("/hook", SHORT));
        assertThat(cookies).isEmpty();
    }

    @Test
    void calls_no_private_address_whatever_its_name() {
        OutboundHttp out =
                OutboundHttp.secure(
                        AddressGuard.publicOnly(),
                        host -> new InetAddress[] {InetAddress.getLoopbackAddress()});

        assertThatThrownBy(() -> out.send(get(URI.create("https://shop.example/"), SHORT)))
                .isInstanceOf(NotSent.class);
    }

    @Test
    void one_private_address_among_public_ones_refuses_them_all() {
        OutboundHttp out =
                OutboundHttp.secure(
                        AddressGuard.publicOnly(),
                        host ->
                                new InetAddress[] {
                                    InetAddress.getByName("1.1.1.1"),
                                    InetAddress.getByName("169.254.169.254")
                                });

        assertThatThrownBy(() -> out.send(get(URI.create("https://shop.example/"), SHORT)))
                .isInstanceOf(NotSent.class)
                .hasMessageContaining("not at a public address");
    }

    /** The first answer is fine, every later one leads inside: only the first may be used. */
    @Test
    void looks_a_name_up_once_and_calls_that_very_address() throws Exception {
        answer("/", 200, Map.of(), "here");
        Deque<InetAddress> answers = new ArrayDeque<>();
        answers.add(InetAddress.getLoopbackAddress());
        answers.add(InetAddress.getByName("10.0.0.1"));
        AtomicInteger lookUps = new AtomicInteger();
        OutboundHttp out =
                OutboundHttp.withPlain(
                        AddressGuard.publicOnly(),
                        AddressGuard.loopbackOnly(),
                        host -> {
                            lookUps.incrementAndGet();
                            return new InetAddress[] {answers.removeFirst()};
                        });
        URI rebinding = URI.create("http://rebind.example:" + server.getAddress().getPort() + "/");

        assertThat(out.send(get(rebinding, SHORT)).status()).isEqualTo(200);
        assertThat(lookUps).hasValue(1);
    }

    @Test
    void plain_http_reaches_its_own_circle_only() {
        OutboundHttp out =
                OutboundHttp.withPlain(
                        AddressGuard.publicOnly(),
                        AddressGuard.loopbackOnly(),
                        host -> new InetAddress[] {InetAddress.getByName("1.1.1.1")});

        assertThatThrownBy(() -> out.send(get(URI.create("http://shop.example/"), SHORT)))
                .isInstanceOf(NotSent.class);
    }

    @Test
    void a_server_that_drips_does_not_outlast_the_deadline() throws Exception {
        try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CountDownLatch done = new CountDownLatch(1);
            Future<Void> dripping = threads.submit(() -> drip(slow, done));
            long began = System.nanoTime();

            assertThatThrownBy(() -> http.send(get(uri(slow), SHORT)))
                    .isInstanceOf(NoAnswer.class)
                    .hasMessageContaining("in time");

            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(SHORT.multipliedBy(4));
            done.countDown();
            assertThat(dripping.cancel(true) || dripping.isDone()).isTrue();
        }
    }

    @Test
    void reads_no_more_of_an_answer_than_was_asked_for() throws Exception {
        server.createContext(
                "/hook",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    try (OutputStream out = exchange.getResponseBody()) {
                        byte[] block = new byte[1 << 16];
                        for (int i = 0; i < 100_000; i++) {
                            out.write(block);
                        }
                    } catch (IOException theCallerHungUp) {
                        calls.incrementAndGet();
                    }
                });

        Exchange.Reply reply = http.send(post("/hook", Duration.ofSeconds(20)));

        assertThat(reply.body()).hasSize(LIMIT);
        assertThat(reply.complete()).isFalse();
    }

    @Test
    void knows_what_was_not_sent_from_what_may_have_arrived() throws Exception {
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = socket.getLocalPort();
        }
        assertThatThrownBy(
                        () -> http.send(get(URI.create("http://127.0.0.1:" + closedPort), SHORT)))
                .isInstanceOf(NotSent.class);

        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Future<Void> hangingUp =
                    threads.submit(
                            () -> {
                                Socket caller = socket.accept();
                                caller.getInputStream().read();
                                caller.close();
                                return null;
                            });
            assertThatThrownBy(() -> http.send(get(uri(socket), SHORT)))
                    .isInstanceOf(NoAnswer.class);
            assertThat(hangingUp.get(5, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void sends_no_user_name_or_password_of_an_address() {
        assertThatThrownBy(() -> http.send(get(URI.create("http://user:pass@127.0.0.1:1/"), SHORT)))
                .isInstanceOf(NotSent.class)
                .hasMessageContaining("user name");
    }

    @Test
    void a_connector_gets_a_whole_answer_or_none() throws Exception {
        Http connectorHttp =
                new ConnectorHttp(
                        OutboundHttp.withPlain(
                                AddressGuard.publicOnly(),
                                AddressGuard.named(Set.of("127.0.0.1"))));
        answer("/small", 200, Map.of("X-One", "1"), "small");
        answer("/large", 200, Map.of(), "x".repeat((1 << 20) + 1));

        Http.Answer small =
                connectorHttp.send(
                        Http.Request.get(URI.create(url("/small")), Duration.ofHours(1)));

        assertThat(small.header("X-One")).contains("1");
        assertThatThrownBy(
                        () ->
                                connectorHttp.send(
                                        Http.Request.get(
                                                URI.create(url("/large")), Duration.ofSeconds(9))))
                .isInstanceOf(NoAnswer.class)
                .hasMessageContaining("larger");
        assertThat(connectorHttp.send(upTo(2 << 20, "/large")).body()).hasSize((1 << 20) + 1);
    }

    private Http.Request upTo(int answerLimit, String path) {
        return new Http.Request(
                "GET",
                URI.create(url(path)),
                Map.of(),
                new byte[0],
                Duration.ofSeconds(9),
                answerLimit);
    }

    private static Void drip(ServerSocket slow, CountDownLatch done)
            throws IOException, InterruptedException {
        try (Socket caller = slow.accept()) {
            OutputStream out = caller.getOutputStream();
            out.write(
                    "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            while (!done.await(50, TimeUnit.MILLISECONDS)) {
                out.write('.');
                out.flush();
            }
        }
        return null;
    }

    private void answer(String path, int status, Map<String, String> headers, String body) {
        server.createContext(
                path,
                exchange -> {
                    calls.incrementAndGet();
                    exchange.getRequestBody().readAllBytes();
                    headers.forEach(exchange.getResponseHeaders()::add);
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                    if (bytes.length > 0) {
                        exchange.getResponseBody().write(bytes);
                    }
                    exchange.close();
                });
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static URI uri(ServerSocket socket) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
    }

    private Exchange post(String path, Duration timeout) {
        return new Exchange(
                "POST",
                URI.create(url(path)),
                Map.of("Content-Type", "application/json"),
                "{}".getBytes(StandardCharsets.UTF_8),
                timeout,
                LIMIT);
    }

    private static Exchange get(URI uri, Duration timeout) {
        return new Exchange("GET", uri, Map.of(), new byte[0], timeout, LIMIT);
    }
}
