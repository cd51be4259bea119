package org.bluejay.gateway.checkout;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bluejay.connector.Money;
import org.bluejay.gateway.page.Language;
import org.bluejay.gateway.page.Page;
import org.bluejay.gateway.page.Pages;
import org.bluejay.gateway.page.Words;
import org.bluejay.gateway.sandbox.WalletView;
import org.bluejay.gateway.shared.Problem;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;

/**
 * The real application of the checkout, its filters and its mappers, on a port of the loopback,
 * over invoices that stand as a test has put them.
 */
final class StagedCheckout extends Checkout implements AutoCloseable {

    /** One choice that arrived. */
    record Started(String link, String method, Map<String, String> input) {}

    static final Path ASSETS = Path.of("src/main/webapp");

    private static final Map<String, String> TYPES =
            Map.of("css", "text/css", "js", "text/javascript", "svg", "image/svg+xml");

    final Map<String, CheckoutView> views = new ConcurrentHashMap<>(StagedViews.all());

    /** How an invoice stands once something was started on it. */
    final Map<String, CheckoutView> afterStart = new ConcurrentHashMap<>();

    final List<Started> started = new CopyOnWriteArrayList<>();

    /** Links whose page was opened. */
    final List<String> refreshed = new CopyOnWriteArrayList<>();

    private final ExecutorService workers = Executors.newFixedThreadPool(4);
    private final HttpServer server;

    StagedCheckout() {
        ResourceConfig application = ResourceConfig.forApplication(new CheckoutApplication());
        application.register(
                new AbstractBinder() {
                    @Override
                    protected void configure() {
                        bind(StagedCheckout.this).to(Checkout.class);
                        bind(new CheckoutPages(pages())).to(CheckoutPages.class);
                    }
                });
        server =
                JdkHttpServerFactory.createHttpServer(
                        URI.create("http://127.0.0.1:0/"), application, false);
        server.createContext("/assets/", StagedCheckout::serveAsset);
        server.createContext("/there", StagedCheckout::tellReferer);
        server.createContext("/sandbox/wallet/", StagedCheckout::showWallet);
        server.setExecutor(workers);
        server.start();
    }

    static Pages pages() {
        return new Pages(
                path -> {
                    try {
                        return Files.newInputStream(Path.of(ASSETS + path));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** The same server by another name: for a browser, another site. */
    URI elsewhere(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    @Override
    public void refresh(String link) {
        refreshed.add(link);
    }

    @Override
    public Optional<CheckoutView> view(String link) {
        if (link.equals("bug")) {
            throw new IllegalStateException("the database password is swordfish");
        }
        if (link.equals("busy")) {
            throw Problem.tooMany("slow down", Duration.ofSeconds(3));
        }
        return Optional.ofNullable(views.get(link));
    }

    @Override
    public void start(String link, String method, Map<String, String> input) {
        started.add(new Started(link, method, input));
        CheckoutView next = afterStart.get(link);
        if (next != null) {
            views.put(link, next);
        }
    }

    List<Started> takeStarted() {
        List<Started> taken = new ArrayList<>(started);
        started.clear();
        return taken;
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    private static void serveAsset(HttpExchange exchange) throws IOException {
        try (exchange) {
            Path file = Path.of(ASSETS + exchange.getRequestURI().getPath());
            String name = file.toString();
            byte[] body = Files.readAllBytes(file);
            exchange.getResponseHeaders()
                    .set("Content-Type", TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static void tellReferer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String referer = exchange.getRequestHeaders().getFirst("Referer");
            byte[] body =
                    ("referer: " + (referer == null ? "none" : referer))
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The wallet's page, whose own application belongs to the sandbox. */
    private static void showWallet(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(1);
            String query = exchange.getRequestURI().getQuery();
            Language language =
                    Language.of(query == null ? "en" : query.substring(query.length() - 2))
                            .orElseThrow();
            Pages pages = pages();
            Page frame =
                    new Page(
                            pages,
                            Words.of(WalletView.class).get(language),
                            Optional.of(language),
                            "/",
                            path,
                            Map.of());
            byte[] body = pages.draw("sandbox/wallet.jte", wallet(frame, path));
            exchange.getResponseHeaders().set("Content-Type", "text/html;charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static WalletView wallet(Page frame, String path) {
        return new WalletView(
                frame,
                "Duka la Mwangi",
                "Sandbox code",
                StagedViews.TOTAL,
                Money.of("750", StagedViews.KES),
                Money.of("1650", StagedViews.KES),
                Arrays.stream(WalletView.Outcome.values())
                        .filter(outcome -> path.endsWith(outcome.name()))
                        .findFirst(),
                "/pay/choose");
    }
}
