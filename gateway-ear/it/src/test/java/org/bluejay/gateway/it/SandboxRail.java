package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The sandbox: it lives in the gateway, and does what it is told. */
final class SandboxRail implements Rail.AnyAmount, Rail.SeenFirst, Rail.CallsBack {

    private static final Path BROUGHT =
            Path.of(
                    System.getProperty("bluejay.root"),
                    "gateway-ear/dist/target/bluejay/connectors/sandbox");

    private static final String SECRET = "a-secret-that-the-test-knows";
    private static final String STEP = "PT20S";

    private Gateway gateway;
    private Path connectors;

    @Override
    public String network() {
        return "sandbox";
    }

    @Override
    public String method() {
        return "sandbox-code";
    }

    @Override
    public String currency() {
        return "USD";
    }

    @Override
    public Gateway start() {
        gateway = Gateway.fresh("conform-sandbox");
        connectors = gateway.data().resolveSibling("connectors");
        install();
        return gateway.with("bluejay.connectors.dir", connectors.toString())
                .with("bluejay.connectors.rescan", "PT0.2S")
                .start();
    }

    @Override
    public void connect(Shop shop) {
        JsonNode given = shop.api().get("/channels/?shopId=" + shop.id()).expect(200).data();
        assertThat(given).hasSize(1);
        shop.api()
                .patch(
                        "/channels/" + given.path(0).path("id").asText(),
                        Map.of("settings", Map.of("signingSecret", SECRET)))
                .expect(200);
    }

    @Override
    public void pay(Till till, Attempt attempt) {
        till.shop().simulate(till.invoice(), "paid");
    }

    @Override
    public void payHalf(Till till, Attempt attempt) {
        till.shop().simulate(till.invoice(), "underpaid");
    }

    @Override
    public void payRest(Till till, Attempt attempt) {
        till.shop().simulate(till.invoice(), "paid");
    }

    @Override
    public void payTooMuch(Till till, Attempt attempt) {
        till.shop().simulate(till.invoice(), "overpaid");
    }

    @Override
    public void payAgain(Till till, Attempt attempt) {
        till.shop().simulate(till.invoice(), "duplicate");
    }

    @Override
    public void paySeenOnly(Till till, Attempt attempt) {
        till.shop().simulate(till.invoice(), "detected");
    }

    @Override
    public void drop(Till till, Attempt attempt) {
        till.shop().simulate(till.invoice(), "dropped");
    }

    @Override
    public void takeBack(Till till, Attempt attempt) {
        till.shop().simulate(till.invoice(), "dropped");
    }

    @Override
    public void hasten(Till till) {
        till.shop().advance(STEP);
    }

    @Override
    public void passExpiry(Till till) {
        till.shop().advance("PT2M");
    }

    @Override
    public Attempt payAndTell(Till till, Fate fate) {
        Attempt attempt = till.ask();
        switch (fate) {
            case LOST -> till.shop().simulate(till.invoice(), "paid", "lost");
            case DOUBLED -> till.shop().simulate(till.invoice(), "paid", "duplicated");
            case REORDERED -> {
                till.shop().simulate(till.invoice(), "detected", "delayed");
                pay(till, attempt);
            }
        }
        int told = fate == Fate.LOST ? 0 : 2;
        CallbackAddress way = wayOf(attempt);
        Await.value(
                "all that is told to have been read",
                way::states,
                java.util.Collections.nCopies(told, "handled")::equals);
        return attempt;
    }

    private CallbackAddress wayOf(Attempt attempt) {
        return new CallbackAddress(gateway, attempt.channel(), attempt.walletToken());
    }

    @Override
    public void forge(Till till, Attempt attempt) {
        String body = report(attempt);
        for (String signature : List.of("", "0".repeat(64), signed(body, "another secret"))) {
            wayOf(attempt).send(headers(signature), body).awaitState("rejected");
        }
    }

    @Override
    public void misdirect(Till till, Attempt paid, Till other, Attempt address) {
        till.shop().simulate(till.invoice(), "paid", "lost");
        String body = report(paid);
        wayOf(address).send(headers(signed(body, SECRET)), body).awaitState("handled");
    }

    /** That an attempt is paid, as the sandbox writes it. */
    private static String report(Attempt attempt) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("reference", attempt.id());
        form.put("networkReference", attempt.id());
        form.put("state", "COMPLETED");
        form.put("reason", "");
        form.put("currency", attempt.asset());
        form.put("decimals", "2");
        form.put("transfers", "1");
        form.put("transfer.0.id", "sbx-" + attempt.id() + "-1");
        form.put("transfer.0.amount", attempt.amount());
        form.put("transfer.0.state", "SETTLED");
        form.put("transfer.0.occurredAt", Instant.now().toString());
        form.put("transfer.0.evidenceAt", Instant.now().toString());
        return form.entrySet().stream()
                .map(
                        field ->
                                field.getKey()
                                        + "="
                                        + URLEncoder.encode(
                                                field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> headers(String signature) {
        return Map.of(
                "Content-Type",
                "application/x-www-form-urlencoded",
                "x-sandbox-timestamp",
                "1",
                "x-sandbox-signature",
                signature);
    }

    private static String signed(String body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of()
                    .formatHex(mac.doFinal(("1." + body).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** It is down when its connector is out; what is told meanwhile waits for the connector. */
    @Override
    public void cut() {
        try (Stream<Path> files = Files.list(connectors.resolve("sandbox"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(connectors.resolve("sandbox"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until("the connector to be gone", () -> !installed().contains("sandbox"));
    }

    @Override
    public void mend() {
        if (!Files.exists(connectors.resolve("sandbox"))) {
            install();
        }
        Await.until("the connector to be back", () -> installed().contains("sandbox"));
    }

    private List<String> installed() {
        return gateway.api().get("/connectors/").expect(200).texts("id");
    }

    private void install() {
        try (Stream<Path> files = Files.list(BROUGHT)) {
            Path folder = Files.createDirectories(connectors.resolve("sandbox"));
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void payWhileCut(Till till, Attempt attempt) {
        till.shop().simulate(till.invoice(), "paid", "delayed");
        cut();
        Await.value("the callback to be kept", wayOf(attempt)::states, List.of("received")::equals);
    }

    /** What was to be told goes down with the gateway. */
    @Override
    public void payWhileGatewayIsDown(Till till, Attempt attempt) {
        till.shop().simulate(till.invoice(), "paid", "delayed");
        gateway.kill();
        gateway.start();
    }

    @Override
    public void close() {
        // All there is ends with the gateway.
    }
}
