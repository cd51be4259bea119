package org.bluejay.gateway.rate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bluejay.connector.Http;
import org.bluejay.gateway.http.AddressGuard;
import org.bluejay.gateway.http.ConnectorHttp;
import org.bluejay.gateway.http.OutboundHttp;

/** Kraken and CoinGecko on the loopback, as their contracts have it or as a test wants them. */
final class StandIn implements AutoCloseable {

    /** What is answered in the place of everything. */
    record Broken(int status, String body, Map<String, String> headers) {}

    final List<String> asked = new CopyOnWriteArrayList<>();

    /** Kraken's answers to {@code ?pair=}, whole. */
    final Map<String, String> tickers = new ConcurrentHashMap<>();

    volatile String simplePrice = "{}";
    volatile Broken broken;

    private final HttpServer server;
    private final OutboundHttp way;

    StandIn() {
        AddressGuard named = AddressGuard.named(Set.of("127.0.0.1"));
        way = OutboundHttp.withPlain(AddressGuard.publicOnly().or(named), named);
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/0/public/Ticker",
                exchange -> {
                    String pair = exchange.getRequestURI().getQuery().replace("pair=", "");
                    answer(
                            exchange,
                            tickers.getOrDefault(
                                    pair, "{\"error\":[\"EQuery:Unknown asset pair\"]}"));
                });
        server.createContext("/api/v3/simple/price", exchange -> answer(exchange, simplePrice));
        server.start();
    }

    /** As Kraken tells a pair, under a name of its own. */
    void ticker(String pair, String bid, String ask) {
        tickers.put(
                pair,
                """
                {"error":[],"result":{"X%sZ":{"a":["%s","1","1.000"],"b":["%s","1","1.000"],\
                "c":["%s","0.00080000"],"v":["1","2"],"t":[7,9],"o":"1.0"}}}\
                """
                        .formatted(pair, ask, bid, bid));
    }

    void breakWith(int status, String body) {
        broken = new Broken(status, body, Map.of());
    }

    /** The guarded way out, to which the operator has named this machine. */
    Http http() {
        return new ConnectorHttp(way);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange, String usual) throws IOException {
        try (exchange) {
            asked.add(exchange.getRequestURI().toString());
            Broken instead = broken;
            byte[] body =
                    (instead == null ? usual : instead.body()).getBytes(StandardCharsets.UTF_8);
            if (instead != null) {
                instead.headers().forEach(exchange.getResponseHeaders()::set);
            }
            exchange.sendResponseHeaders(
                    instead == null ? 200 : instead.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        way.close();
    }
}
