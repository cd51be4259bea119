package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real node of the Bitcoin family with a chain of its own and a wallet that is rich. */
final class RegtestNode implements AutoCloseable {

    static final String USER = "bluejay";
    static final String PASSWORD = "a-password-of-the-test";

    /** Blocks after which the wallet has coins for every payer. */
    private static final int RIPE = 150;

    /** With it there is no block 432 until somebody pays into it. */
    private static final String WITHOUT_MWEB = "-vbparams=mweb:4000000000:4000000001";

    private static final String WALLET = "rich";
    private static final String FEE_OF_ANOTHER = "0.01";
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);

    private final Path folder;
    private final int port;
    private final Process process;
    private final Api rpc;

    private RegtestNode(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
        String login = USER + ":" + PASSWORD;
        this.rpc =
                new Api(
                        URI.create("http://127.0.0.1:" + port),
                        Map.of(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        login.getBytes(StandardCharsets.UTF_8))));
    }

    static RegtestNode start(String program) {
        int port = Gateway.freePort();
        try {
            Path folder = Files.createTempDirectory("bluejay-regtest");
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    program,
                                    "-regtest",
                                    "-server",
                                    "-listen=0",
                                    "-connect=0",
                                    "-fallbackfee=0.0002",
                                    // It would close kept connections just as they are used again.
                                    "-rpcservertimeout=86400",
                                    "-datadir=" + folder,
                                    "-rpcport=" + port,
                                    "-rpcuser=" + USER,
                                    "-rpcpassword=" + PASSWORD));
            if (program.equals("litecoind")) {
                command.add(WITHOUT_MWEB);
            }
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.to(folder.resolve("out").toFile()))
                            .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            RegtestNode node = new RegtestNode(folder, port, process);
            Await.value(program + " to answer", STARTS_WITHIN, node::answers, Boolean.TRUE::equals);
            node.call("createwallet", WALLET);
            node.mine(RIPE);
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        try {
            return rpc.trySend("POST", "//", request("getblockcount")).status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static java.net.http.HttpRequest.BodyPublisher request(
            String method, Object... arguments) {
        return BodyPublishers.ofString(
                Api.text(Map.of("id", 1, "method", method, "params", List.of(arguments))));
    }

    int port() {
        return port;
    }

    private JsonNode call(String method, Object... arguments) {
        String path = method.equals("createwallet") ? "//" : "//wallet/" + WALLET;
        Reply reply = rpc.send("POST", path, request(method, arguments)).expect(200);
        return reply.json().path("result");
    }

    /** Payers come at once, and a block has one predecessor. */
    synchronized void mine(int blocks) {
        call("generatetoaddress", blocks, newAddress());
    }

    /** One block, which holds this raw transaction and nothing else. */
    void mineOnly(String raw) {
        call("generateblock", newAddress(), List.of(raw));
    }

    private String newAddress() {
        return call("getnewaddress", "", "bech32").asText();
    }

    /** Sends from the rich wallet; the transaction's id. */
    synchronized String send(String address, String amount) {
        return call("sendtoaddress", address, amount).asText();
    }

    /** The newest transaction by which the wallet has paid to an address. */
    String newest(String address) {
        String found = "";
        for (JsonNode one : call("listtransactions", "*", 1_000)) {
            if (one.path("address").asText().equals(address)) {
                found = one.path("txid").asText();
            }
        }
        return found;
    }

    String raw(String txid) {
        return call("gettransaction", txid).path("hex").asText();
    }

    /** Exchanges the newest blocks for one more, the first of which holds these and no others. */
    void reorganise(int blocks, String... transactions) {
        int height = call("getblockcount").asInt();
        call("invalidateblock", call("getblockhash", height - blocks + 1).asText());
        call("generateblock", newAddress(), List.of(transactions));
        for (int i = 0; i < blocks; i++) {
            call("generateblock", newAddress(), List.of());
        }
    }

    /** A signed transaction that spends what another spends, to the payer's own wallet. */
    String doubleSpendOf(String txid) {
        List<Map<String, Object>> inputs = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode in : call("decoderawtransaction", raw(txid)).path("vin")) {
            String parent = in.path("txid").asText();
            int vout = in.path("vout").asInt();
            JsonNode from = call("decoderawtransaction", raw(parent)).path("vout").path(vout);
            // Told in full, because the node has forgotten what a block has spent.
            inputs.add(
                    Map.of(
                            "txid",
                            parent,
                            "vout",
                            vout,
                            "scriptPubKey",
                            from.path("scriptPubKey").path("hex").asText(),
                            "amount",
                            from.path("value").asText()));
            sum = sum.add(new BigDecimal(from.path("value").asText()));
        }
        String back = sum.subtract(new BigDecimal(FEE_OF_ANOTHER)).toPlainString();
        List<Map<String, Object>> spent =
                inputs.stream()
                        .map(in -> Map.of("txid", in.get("txid"), "vout", in.get("vout")))
                        .toList();
        JsonNode raw = call("createrawtransaction", spent, List.of(Map.of(newAddress(), back)));
        JsonNode signed = call("signrawtransactionwithwallet", raw.asText(), inputs);
        assertThat(signed.path("complete").asBoolean()).as("%s", signed).isTrue();
        return signed.path("hex").asText();
    }

    @Override
    public void close() {
        // Its data goes anyway, so it need not end in peace.
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
