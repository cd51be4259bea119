package org.bluejay.gateway.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The shipped simulator of Safaricom, started on its own and steered as its docs say. */
final class MpesaSimulator implements AutoCloseable {

    private static final Path JAR =
            Path.of(
                    System.getProperty("bluejay.root"),
                    "gateway-ear/dist/target/bluejay/simulators/mpesa/mpesa-simulator.jar");

    private static final Path LOG =
            Path.of(System.getProperty("bluejay.work"), "mpesa-simulator.log");

    /** Longer than any case takes: phones do what cases say, and nothing by themselves. */
    private static final String PROMPT_LIFE = "PT10M";

    private final Process process;
    private final int port;
    private final Api control;

    private MpesaSimulator(Process process, int port) {
        this.process = process;
        this.port = port;
        this.control = new Api(URI.create("http://127.0.0.1:" + port), Map.of());
    }

    static MpesaSimulator start() {
        int port = Gateway.freePort();
        try {
            Process process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                    "-Xmx128m",
                                    "-jar",
                                    JAR.toString(),
                                    "--port",
                                    "" + port,
                                    "--prompt-life",
                                    PROMPT_LIFE)
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.to(LOG.toFile()))
                            .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            MpesaSimulator simulator = new MpesaSimulator(process, port);
            Await.until("simulator to listen", simulator::listens);
            return simulator;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean listens() {
        try {
            return control.trySend(
                                    "GET",
                                    "//control/pushes",
                                    java.net.http.HttpRequest.BodyPublishers.noBody())
                            .status()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** What a channel to it is set to, if this is where it is reached. */
    Map<String, String> channel(String baseUrl) {
        return Map.of(
                "type", "paybill",
                "shortcode", "174379",
                "baseUrl", baseUrl,
                "consumerKey", "simulator-consumer-key",
                "consumerSecret", "simulator-consumer-secret",
                "passkey", "simulator-passkey");
    }

    /** All prompts on a phone, oldest first. */
    List<JsonNode> pushesTo(String phone) {
        JsonNode all = control.get("//control/pushes").expect(200).json().path("pushes");
        return StreamSupport.stream(all.spliterator(), false)
                .filter(push -> push.path("phone").asText().equals(international(phone)))
                .toList();
    }

    /** What the next prompt on this phone comes to. */
    void plan(String phone, Map<String, ?> what) {
        Map<String, Object> plan = new java.util.LinkedHashMap<>(what);
        plan.put("phone", international(phone));
        accept(control.post("//control/plans", plan));
    }

    /** A prompt comes to its end. */
    void end(JsonNode push, String code) {
        accept(
                control.post(
                        "//control/pushes/" + push.path("checkoutRequestId").asText() + "/end",
                        Map.of("code", code)));
    }

    private static void accept(Reply reply) {
        if (reply.status() / 100 != 2) {
            throw new AssertionError(reply.toString());
        }
    }

    private static String international(String phone) {
        return "254" + phone.substring(1);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
