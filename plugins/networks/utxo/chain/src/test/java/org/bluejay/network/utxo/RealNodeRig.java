package org.bluejay.network.utxo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentRequest;
import org.bluejay.connector.tck.LoopbackHttp;
import org.bluejay.connector.tck.MemoryStore;
import org.bluejay.connector.tck.ScriptedHttp;
import org.bluejay.connector.tck.TckContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A real node, a shop that gives out addresses, and readers of what arrives there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RealNodeRig {

    final Coin coin;
    private final String program;
    private final String[] options;
    private final MemoryStore common = new MemoryStore();
    RegtestNode node;

    RealNodeRig(Coin coin, String program, String... options) {
        this.coin = coin;
        this.program = program;
        this.options = options;
    }

    @BeforeAll
    void start() throws IOException {
        node = RegtestNode.start(program, options);
    }

    @AfterAll
    void stop() {
        if (node != null) {
            node.close();
        }
    }

    /** Reads from now on; what was before is not told. */
    Reader reader(String confirmations) throws Exception {
        node.mine(1); // What earlier tests left waiting.
        Map<String, String> answers = Reader.answers(node.url(), confirmations);
        Reader reader = new Reader(coin, answers, new LoopbackHttp(), Clock.systemUTC());
        assertThat(reader.news()).isEmpty();
        return reader;
    }

    /** An address that a shop would show its payer. */
    String address() throws Exception {
        UtxoProvider provider = Reader.provider(coin);
        Map<String, String> answers = new HashMap<>();
        answers.put("xpub", TestAccount.publicKey("045f1cf6", 84, 1, 0));
        answers.put("testChain", "regtest");
        TckContext context =
                new TckContext(
                        Environment.SANDBOX,
                        Clock.systemUTC(),
                        ScriptedHttp.silent(),
                        new MemoryStore(),
                        common,
                        TckContext.PUBLIC_URL);
        try (var network = provider.open(provider.settings().settle(answers), context)) {
            return network.requestPayment(request()).handle().networkReference();
        }
    }

    private PaymentRequest request() {
        return new PaymentRequest(
                UUID.randomUUID().toString(),
                coin.id(),
                Money.of("1.5", coin.unit()),
                "Order 4711",
                Map.of(),
                URI.create("https://pay.example.test/callbacks/c/t"),
                URI.create("https://shop.example.test/"),
                Instant.now().plus(Duration.ofMinutes(30)));
    }

    String watchedAddress(Reader reader) throws Exception {
        String address = address();
        reader.watch(address);
        return address;
    }

    /** The one output of a transaction that pays this address, as {@code txid:vout}. */
    String outputOf(String txid, String address) {
        String raw = node.call("gettransaction", txid).get("hex").asText();
        for (JsonNode out : node.call("decoderawtransaction", raw).get("vout")) {
            if (out.get("scriptPubKey").toString().contains("\"" + address + "\"")) {
                return txid + ":" + out.get("n").asInt();
            }
        }
        throw new AssertionError(txid + " does not pay " + address);
    }
}
