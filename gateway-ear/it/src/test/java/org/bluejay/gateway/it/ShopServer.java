package org.bluejay.gateway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bluejay.gateway.it.Receiver.Delivery;

/** One of the receivers in {@code samples/}, run as its comment says. */
final class ShopServer implements AutoCloseable {

    private static final Path SAMPLES = Path.of(System.getProperty("bluejay.root"), "samples");
    private static final Path WORK = Path.of(System.getProperty("bluejay.work"), "samples");
    private static final Duration INSTALL_PATIENCE = Duration.ofMinutes(3);

    /** What the JDK's client sets itself. */
    private static final Set<String> OWN =
            Set.of("host", "connection", "content-length", "upgrade", "http2-settings");

    private final Process process;
    private final int port;

    private ShopServer(Process process, int port) {
        this.process = process;
        this.port = port;
        Await.until("receiver of the samples to listen", this::listens);
    }

    static ShopServer php(String secret) {
        int port = Gateway.freePort();
        return new ShopServer(
                start(
                        SAMPLES.resolve("php"),
                        secret,
                        List.of("php", "-S", "127.0.0.1:" + port, "webhook.php")),
                port);
    }

    static ShopServer node(String secret) {
        int port = Gateway.freePort();
        return new ShopServer(
                start(installed(), secret, List.of("node", "webhook.mjs", "" + port)), port);
    }

    /** A copy of the sample with its library, so that the sources stay as they are. */
    private static Path installed() {
        Path folder = WORK.resolve("node");
        try (Stream<Path> files = Files.list(SAMPLES.resolve("node"))) {
            Files.createDirectories(folder);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(
                        file,
                        folder.resolve(file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            if (!Files.exists(folder.resolve("node_modules/standardwebhooks"))) {
                Process install =
                        start(folder, "", List.of("npm", "ci", "--no-audit", "--no-fund"));
                if (!install.waitFor(INSTALL_PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        || install.exitValue() != 0) {
                    install.destroyForcibly();
                    throw new IllegalStateException("npm ci failed: " + log(folder));
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Process start(Path folder, String secret, List<String> command) {
        try {
            Files.createDirectories(WORK);
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().put("BLUEJAY_WEBHOOK_SECRET", secret);
            return builder.redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log(folder).toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path log(Path folder) {
        return WORK.resolve(folder.getFileName() + ".log");
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What it answers to this delivery. */
    int answer(Delivery delivery) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                        .timeout(Await.PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofString(delivery.body()));
        for (Map.Entry<String, String> header : delivery.headers().entrySet()) {
            if (!OWN.contains(header.getKey())) {
                request.setHeader(header.getKey(), header.getValue());
            }
        }
        try {
            return HttpClient.newHttpClient()
                    .send(request.build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
