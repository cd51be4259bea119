package org.bluejay.network.utxo;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.bluejay.connector.Http;
import org.bluejay.connector.tck.LoopbackHttp;

/** A real node with a chain of its own, a wallet that is rich, and nobody to talk to. */
final class RegtestNode implements AutoCloseable {

    static final String USER = "bluejay";
    static final String PASSWORD = "a-password-of-the-test";

    /** Blocks after which the wallet has some coins that it may spend. */
    private static final int RIPE = 130;

    private static final String WALLET = "rich";
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path folder;
    private final int port;
    private final Process process;
    private final Http http = new LoopbackHttp();

    private RegtestNode(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** An answer of the node with an error. */
    static final class Refusal extends RuntimeException {
        Refusal(String message) {
            super(message);
        }
    }

    static RegtestNode start(String program, String... options) throws IOException {
        Path folder = Files.createTempDirectory("bluejay-regtest");
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.addAll(
                List.of(
                        program,
                        "-regtest",
                        "-server",
                        "-listen=0",
                        "-connect=0",
                        "-fallbackfee=0.0002",
                        "-walletrbf=1",
                        "-datadir=" + folder,
                        "-rpcport=" + port,
                        "-rpcuser=" + USER,
                        "-rpcpassword=" + PASSWORD));
        command.addAll(List.of(options));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("out").toFile())
                        .start();
        RegtestNode node = new RegtestNode(folder, port, process);
        node.awaitStart();
        node.call("createwallet", WALLET);
        node.mine(RIPE);
        return node;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitStart() {
        long deadline = System.nanoTime() + STARTS_WITHIN.toNanos();
        while (true) {
            try {
                call("getblockcount");
                return;
            } catch (Refusal notYet) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    close();
                    throw notYet;
                }
                LockSupport.parkNanos(ROUND_NANOS);
            }
        }
    }

    String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    /** Asks the node, or a wallet of it. */
    JsonNode call(String method, Object... arguments) {
        return callAt(WALLET, method, arguments);
    }

    JsonNode callAt(String wallet, String method, Object... arguments) {
        String path = "wallet/" + wallet;
        String login = USER + ":" + PASSWORD;
        try {
            byte[] body =
                    JSON.writeValueAsBytes(
                            Map.of("id", 1, "method", method, "params", List.of(arguments)));
            Http.Answer answer =
                    http.send(
                            new Http.Request(
                                    "POST",
                                    URI.create(url() + path),
                                    Map.of(
                                            "authorization",
                                            "Basic "
                                                    + Base64.getEncoder()
                                                            .encodeToString(
                                                                    login.getBytes(
                                                                            StandardCharsets
                                                                                    .UTF_8))),
                                    body,
                                    Duration.ofSeconds(60)));
            JsonNode json = JSON.readTree(answer.body());
            if (answer.status() != 200) {
                throw new Refusal(method + ": " + json.path("error"));
            }
            return json.get("result");
        } catch (Http.NotSent | Http.NoAnswer silence) {
            throw new Refusal(method + ": " + silence.getMessage());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    void mine(int blocks) {
        call("generatetoaddress", blocks, newAddress());
    }

    String newAddress() {
        return call("getnewaddress", "", "bech32").asText();
    }

    /** Sends from the rich wallet, in a transaction that says it may be replaced. */
    String send(String address, String amount) {
        return call("sendtoaddress", address, amount).asText();
    }

    /** Exchanges the newest blocks for one more, which hold these raw transactions or ids. */
    void reorganise(int blocks, String... transactions) {
        int height = call("getblockcount").asInt();
        String first = call("getblockhash", height - blocks + 1).asText();
        call("invalidateblock", first);
        // To another address, or the same block would come out.
        call("generateblock", newAddress(), List.of(transactions));
        for (int i = 0; i < blocks; i++) {
            call("generateblock", newAddress(), List.of());
        }
    }

    /** A signed transaction that spends what another spends, to the payer's own wallet. */
    String doubleSpendOf(String txid) {
        JsonNode spent =
                call("decoderawtransaction", call("gettransaction", txid).get("hex").asText());
        List<Map<String, Object>> inputs = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode in : spent.get("vin")) {
            String parent = in.get("txid").asText();
            int vout = in.get("vout").asInt();
            inputs.add(Map.of("txid", parent, "vout", vout));
            JsonNode from =
                    call(
                            "decoderawtransaction",
                            call("gettransaction", parent).get("hex").asText());
            sum = sum.add(from.get("vout").get(vout).get("value").decimalValue());
        }
        String back = sum.subtract(new BigDecimal("0.01")).toPlainString();
        String raw =
                call("createrawtransaction", inputs, List.of(Map.of(newAddress(), back))).asText();
        return call("signrawtransactionwithwallet", raw).get("hex").asText();
    }

    @Override
    public void close() {
        // Told to end in peace it would wait for our connections to end first; its data goes
        // anyway.
        process.destroyForcibly();
        try {
            process.waitFor();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
