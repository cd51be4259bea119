package org.bluejay.shop.vendure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A real Vendure in a process of its own, on a free port, with one product in stock and one way to
 * ship. What it says is kept in target.
 */
final class VendureProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;
    private static final String READY = "{\"shop\":";

    private final Process process;
    private final JsonNode ready;

    private VendureProcess(Process process, JsonNode ready) {
        this.process = process;
        this.ready = ready;
    }

    /**
     * @param folder below target, made anew
     * @param gateway what a gateway's {@code demo.env} says; empty for a Vendure without the plugin
     */
    static VendureProcess start(String folder, Map<String, String> gateway) {
        ShopPackage.build();
        Path work = ShopPackage.work().resolve(folder);
        try {
            Files.createDirectories(work);
            ProcessBuilder builder =
                    ShopPackage.process("node", "build/test/run-shop.js", work.toString());
            builder.environment().putAll(gateway);
            Process process = builder.start();
            try {
                return new VendureProcess(process, awaitReady(process, work.resolve("shop.log")));
            } catch (RuntimeException | Error failed) {
                ShopPackage.endWithAllItStarted(process);
                throw failed;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode awaitReady(Process process, Path log) {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread reader = new Thread(() -> keep(process, log, line), "vendure-log");
        reader.setDaemon(true);
        reader.start();
        try {
            return new JsonMapper().readTree(line.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException | IOException e) {
            throw new IllegalStateException("Vendure does not start; see " + log, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void keep(Process process, Path log, CompletableFuture<String> ready) {
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
                PrintWriter kept = new PrintWriter(Files.newBufferedWriter(log), true)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                kept.println(line);
                if (line.startsWith(READY)) {
                    ready.complete(line);
                }
            }
            ready.completeExceptionally(new IOException("it ended"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    /** Without a trailing slash. */
    String url() {
        return ready.path("shop").asText();
    }

    String adminApi() {
        return url() + "/admin-api";
    }

    /** Id of the product's one variant, of 49.00 USD. */
    String variant() {
        return ready.path("variant").asText();
    }

    String administrator() {
        return ready.path("admin").path("identifier").asText();
    }

    String password() {
        return ready.path("admin").path("password").asText();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                ShopPackage.endWithAllItStarted(process);
            }
        } catch (IOException e) {
            ShopPackage.endWithAllItStarted(process);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ShopPackage.endWithAllItStarted(process);
        }
    }
}
