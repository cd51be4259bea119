package org.bluejay.gateway.dist;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * M-Pesa for the demo shop: a simulator of Safaricom and of the payers' phones, and the shop's
 * channel to it. The simulator keeps its port from one start to the next, because the channel has
 * it.
 */
final class DemoMpesa {

    private static final System.Logger LOG = System.getLogger(DemoMpesa.class.getName());
    private static final Duration PROMPT_LIFE = Duration.ofSeconds(60);
    private static final String SIMULATOR = "org.bluejay.network.mpesa.simulator.DarajaSimulator";

    private final Path data;
    private final Class<?> simulator;
    private final URI url;

    private DemoMpesa(Path data, Class<?> simulator, URI url) {
        this.data = data;
        this.simulator = simulator;
        this.url = url;
    }

    /**
     * Starts the simulator that the distribution brings.
     *
     * @return empty when it brings none, or when the simulator does not get its port
     * @throws StartFailed when the distribution is not complete
     */
    static Optional<DemoMpesa> start(Path home, Path data) throws IOException, StartFailed {
        Path folder = home.resolve("simulators/mpesa");
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        int port = Files.exists(portFile(data)) ? Integer.parseInt(read(portFile(data))) : 0;
        try {
            Class<?> simulator = loader(folder).loadClass(SIMULATOR);
            Object started =
                    simulator
                            .getMethod("start", int.class, Clock.class, Duration.class)
                            .invoke(null, port, Clock.systemUTC(), PROMPT_LIFE);
            URI url = (URI) simulator.getMethod("url").invoke(started);
            return Optional.of(new DemoMpesa(data, simulator, url));
        } catch (InvocationTargetException e) {
            // A demo without M-Pesa is better than none.
            LOG.log(
                    Level.WARNING,
                    "event=no-mpesa-simulator port={0,number,#} cause=\"{1}\"",
                    port,
                    e.getCause().getMessage());
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new StartFailed("the simulator in " + folder + " is not complete.", e);
        }
    }

    private static URLClassLoader loader(Path folder) throws IOException {
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                jars.add(jar.toUri().toURL());
            }
        }
        return new URLClassLoader(
                "mpesa-simulator", jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /** Where payers find their phones. */
    URI phones() {
        return url.resolve("/phone");
    }

    /**
     * Gives the demo shop its channel, once.
     *
     * @param gateway where the gateway listens
     * @param demo the file that says how the demo shop talks to it
     * @return whether it has one; not where the operator's connectors are others
     */
    boolean connect(URI gateway, Path demo) throws IOException, StartFailed {
        if (Files.exists(portFile(data))) {
            return true;
        }
        Properties entries = new Properties();
        try (InputStream file = Files.newInputStream(demo)) {
            entries.load(file);
        }
        HttpRequest request =
                HttpRequest.newBuilder(gateway.resolve("/api/v1/channels/"))
                        .header("X-API-Key", entries.getProperty("BLUEJAY_API_KEY"))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "demo-mpesa-" + url.getPort())
                        .timeout(Duration.ofSeconds(30))
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        channel(entries.getProperty("BLUEJAY_SHOP_ID"))))
                        .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 201) {
                LOG.log(Level.WARNING, "event=no-mpesa-channel answer={0}", answer.body());
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailed("interrupted", e);
        }
        Files.writeString(portFile(data), String.valueOf(url.getPort()));
        return true;
    }

    private String channel(String shop) throws StartFailed {
        return """
        {"shopId": "%s", "network": "mpesa", "name": "M-Pesa (simulated)", "settings": {
          "type": "paybill", "shortcode": "174379", "accountReference": "Demo", "baseUrl": "%s",
          "consumerKey": "%s", "consumerSecret": "%s", "passkey": "%s"}}\
        """
                .formatted(
                        shop,
                        url,
                        constant("CONSUMER_KEY"),
                        constant("CONSUMER_SECRET"),
                        constant("PASSKEY"));
    }

    private String constant(String name) throws StartFailed {
        try {
            return (String) simulator.getField(name).get(null);
        } catch (ReflectiveOperationException e) {
            throw new StartFailed("the M-Pesa simulator does not tell its " + name, e);
        }
    }

    private static Path portFile(Path data) {
        return data.resolve("mpesa-simulator.port");
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).strip();
    }
}
