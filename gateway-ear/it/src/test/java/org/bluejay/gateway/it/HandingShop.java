package org.bluejay.gateway.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * As much of a WooCommerce shop as hands over its key, over https on the loopback: what happens in
 * {@code WC_Auth} after its owner has clicked, and one list that only its newest key may see.
 */
final class HandingShop implements AutoCloseable {

    static final String PASSWORD = "of-the-key-store";

    private static final String REFUSAL =
            """
            {"code": "woocommerce_rest_cannot_view", "message": "No.", "data": {"status": 401}}\
            """;

    private final HttpsServer server;
    private final Path keys;
    private final Gateway gateway;
    private volatile String letsIn = "";

    /** What the shop made of the owner's click: where his browser is sent, in the gateway. */
    record Clicked(int answerToPost, String back) {}

    /**
     * @param keys made by {@link #makeKeys}
     * @param gateway which all the shop's posts go to, as through a proxy that speaks https
     */
    HandingShop(Path keys, Gateway gateway) {
        this.keys = keys;
        this.gateway = gateway;
        try {
            server =
                    HttpsServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/wp-json/wc/v3/orders", this::orders);
        server.start();
    }

    /** A key pair for the loopback, and the trust in it, in one file. */
    static Path makeKeys(Path folder) throws IOException {
        Path file = folder.resolve("shop.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "shop",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=shop",
                                "-ext",
                                "SAN=ip:127.0.0.1",
                                "-validity",
                                "2",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                PASSWORD)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.log").toFile())
                        .start();
        try {
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                keytool.destroyForcibly();
                throw new IOException(
                        "keytool: " + Files.readString(folder.resolve("keytool.log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return file;
    }

    private SSLContext context() throws IOException {
        try (InputStream in = Files.newInputStream(keys)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    URI address() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The owner approves: the shop makes a key, posts it, and takes it back without a 200. */
    Clicked approve(URI consent, String name) {
        Map<String, String> asked = query(consent);
        String key = "ck_" + name + "0123456789abcdef";
        String secret = "cs_" + name + "0123456789abcdef";
        String before = letsIn;
        letsIn = key + ":" + secret;
        int answer =
                gateway.anonymous()
                        .post(
                                "/" + URI.create(asked.get("callback_url")).getPath(),
                                Map.of(
                                        "key_id",
                                        1,
                                        "user_id",
                                        asked.get("user_id"),
                                        "consumer_key",
                                        key,
                                        "consumer_secret",
                                        secret,
                                        "key_permissions",
                                        "read_write"))
                        .status();
        if (answer != 200) {
            letsIn = before;
        }
        return new Clicked(answer, back(asked, "1"));
    }

    /** The owner says no: nothing is posted. */
    Clicked deny(URI consent) {
        return new Clicked(0, back(query(consent), "0"));
    }

    private static String back(Map<String, String> asked, String success) {
        return URI.create(asked.get("return_url")).getPath()
                + "?success="
                + success
                + "&user_id="
                + asked.get("user_id");
    }

    static Map<String, String> query(URI address) {
        return Arrays.stream(address.getRawQuery().split("&", -1))
                .map(pair -> List.of(pair.split("=", 2)))
                .collect(
                        Collectors.toMap(
                                pair -> pair.get(0),
                                pair -> URLDecoder.decode(pair.get(1), StandardCharsets.UTF_8)));
    }

    private void orders(HttpExchange exchange) throws IOException {
        try (exchange) {
            String basic =
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(letsIn.getBytes(StandardCharsets.UTF_8));
            boolean good = basic.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = (good ? "[]" : REFUSAL).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("X-WP-Total", "0");
            exchange.getResponseHeaders().set("X-WP-TotalPages", "0");
            exchange.sendResponseHeaders(good ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
