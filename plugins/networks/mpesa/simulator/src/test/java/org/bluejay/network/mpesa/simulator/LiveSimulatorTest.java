package org.bluejay.network.mpesa.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The simulator as it runs by itself, with a shop that is called back over HTTP. */
class LiveSimulatorTest {

    private final BlockingQueue<String> called = new LinkedBlockingQueue<>();
    private HttpServer gateway;
    private DarajaSimulator simulator;

    @BeforeEach
    void start() throws Exception {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        gateway.createContext(
                "/",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    called.add(
                            exchange.getRequestURI().getPath()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Content-Type")
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Businessshortcode")
                                    + " "
                                    + body);
                    exchange.sendResponseHeaders(500, -1);
                    exchange.close();
                });
        gateway.start();
        simulator = DarajaSimulator.start(0, Clock.systemUTC(), Duration.ofMillis(200));
    }

    @AfterEach
    void stop() {
        simulator.close();
        gateway.stop(0);
    }

    @Test
    void posts_a_callback_by_itself_and_once() throws Exception {
        Shop shop = new Shop(simulator.url());
        shop.login();
        shop.push(
                Shop.order(
                        Shop.PHONE,
                        "http://127.0.0.1:"
                                + gateway.getAddress().getPort()
                                + "/callbacks/c/t0k3n"));
        assertThat(called.poll(10, TimeUnit.SECONDS))
                .startsWith("/callbacks/c/t0k3n application/json;charset=UTF-8 174379 {")
                .contains("\"ResultCode\":1037");
        // The shop answered 500; nobody tries again.
        assertThat(called.poll(500, TimeUnit.MILLISECONDS)).isNull();
    }
}
