package org.bluejay.network.utxo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitcoinj.base.Base58;
import org.bitcoinj.base.SegwitAddress;
import org.bitcoinj.base.Sha256Hash;
import org.bluejay.connector.Http;
import org.bluejay.connector.Money;
import org.bluejay.connector.tck.ScriptedHttp;
import org.bluejay.connector.tck.StandInChain;
import org.bluejay.network.utxo.Coin.Chain;
import org.bluejay.network.utxo.Wire.Paid;

/** A node's RPC with a chain that a test writes: for what no real node can be made to show. */
public final class ToyNode implements StandInChain {

    private static final String USER = "bluejay";
    private static final String PASSWORD = "a-password-of-the-toy";
    private static final int SURE = 6;

    private final ObjectMapper json = new ObjectMapper();
    private final Chain chain;
    private final List<String> hashes = new ArrayList<>();
    private final Map<String, byte[]> blocks = new HashMap<>();
    private final Map<String, byte[]> transactions = new HashMap<>();
    private final Map<String, byte[]> mempool = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private int note;
    private int headersAhead;
    private boolean initialDownload;
    private Runnable beforeBlock = () -> {};

    private ToyNode(Chain chain) {
        this.chain = chain;
        mine(3);
    }

    /** On the regtest chain of a coin. */
    public static ToyNode of(Coin coin) {
        return new ToyNode(coin == Coin.LITECOIN ? Chain.LITECOIN_REGTEST : Chain.BITCOIN_REGTEST);
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "nodeUrl",
                "http://10.0.0.7:18443",
                "rpcUser",
                USER,
                "rpcPassword",
                PASSWORD,
                "testChain",
                "regtest");
    }

    @Override
    public Http http() {
        return new ScriptedHttp(this::answer);
    }

    /** Methods that were called, one after the other. */
    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    synchronized void forgetWhatWasAsked() {
        asked.clear();
    }

    synchronized void fallBehind(int blocks, boolean initially) {
        headersAhead = blocks;
        initialDownload = initially;
    }

    /** Giving a block takes its time. */
    synchronized void beforeEachBlock(Runnable time) {
        beforeBlock = time;
    }

    @Override
    public synchronized String pay(String address, Money amount) {
        return payAll(new To(address, amount.amount().movePointRight(8).longValueExact())) + ":0";
    }

    /**
     * An output.
     *
     * @param units hundred millionths
     */
    record To(String address, long units) {}

    /**
     * One transaction with these outputs.
     *
     * @return its id
     */
    synchronized String payAll(To... outputs) {
        List<Paid> pays =
                Arrays.stream(outputs)
                        .map(output -> new Paid(scriptOf(output.address()), output.units()))
                        .toList();
        return broadcast(List.of(newCoin()), pays);
    }

    /** What nobody has spent yet. As in life, no two look alike at their beginnings. */
    synchronized String newCoin() {
        byte[] number = ByteBuffer.allocate(Integer.BYTES).putInt(++note).array();
        return Sha256Hash.of(number) + ":0";
    }

    synchronized String broadcast(List<String> spends, List<Paid> pays) {
        byte[] transaction = Wire.transaction(spends, pays, ++note);
        String txid = Wire.idOf(transaction);
        transactions.put(txid, transaction);
        mempool.put(txid, transaction);
        return txid;
    }

    byte[] scriptOf(String address) {
        if (address.startsWith(chain.segwitAddressHrp() + "1")) {
            byte[] hash = SegwitAddress.fromBech32(address, chain).getHash();
            return Scripts.NATIVE_SEGWIT.around(hash);
        }
        return Scripts.NESTED_SEGWIT.around(
                Arrays.copyOfRange(Base58.decodeChecked(address), 1, 21));
    }

    @Override
    public synchronized void settle() {
        mine(SURE);
    }

    synchronized void mine(int count) {
        for (int i = 0; i < count; i++) {
            List<byte[]> held = new ArrayList<>();
            held.add(coinbase(List.of()));
            held.addAll(mempool.values());
            mempool.clear();
            add(held);
        }
    }

    /** A block whose miner is paid at this address. */
    synchronized String mineFor(String address, long units) {
        byte[] coinbase = coinbase(List.of(new Paid(scriptOf(address), units)));
        add(List.of(coinbase));
        return Wire.idOf(coinbase);
    }

    private byte[] coinbase(List<Paid> pays) {
        return Wire.transaction(List.of(RawTransaction.NOTHING_SPENT), pays, ++note);
    }

    private void add(List<byte[]> held) {
        String parent = hashes.isEmpty() ? "0".repeat(64) : hashes.get(hashes.size() - 1);
        byte[] block = Wire.block(parent, 1_900_000_000L + hashes.size(), held);
        String hash = Wire.idOf(Arrays.copyOf(block, 80));
        blocks.put(hash, block);
        hashes.add(hash);
    }

    @Override
    public synchronized void replace(String networkId) {
        String txid = networkId.substring(0, 64);
        forget(txid);
        spendElsewhere(txid);
    }

    /** Another transaction spends what this one spends. */
    synchronized String spendElsewhere(String txid) {
        return broadcast(spendsOf(txid), List.of(new Paid(new byte[] {0x51}, 1_000)));
    }

    /** It is no longer in the mempool, and nobody says why. */
    synchronized void forget(String txid) {
        mempool.remove(txid);
    }

    /** It is in the mempool again. */
    synchronized void remember(String txid) {
        mempool.put(txid, transactions.get(txid));
    }

    private List<String> spendsOf(String txid) {
        try {
            return RawTransaction.alone(txid, transactions.get(txid)).spends();
        } catch (WireReader.Malformed impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public synchronized void reorganise(String networkId) {
        spendElsewhere(networkId.substring(0, 64));
        turn(SURE, SURE + 1);
    }

    /** Exchanges the newest blocks for others, which hold what waits now. */
    synchronized void turn(int away, int instead) {
        cut(away);
        mine(instead);
    }

    /** The newest blocks are not there, or not any more. */
    synchronized void cut(int away) {
        hashes.subList(hashes.size() - away, hashes.size()).clear();
    }

    private synchronized Http.Answer answer(Http.Request request) {
        String login =
                Base64.getEncoder()
                        .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        if (!("Basic " + login).equals(request.headers().get("authorization"))) {
            return new Http.Answer(401, Map.of(), new byte[0]);
        }
        try {
            ArrayNode answers = json.createArrayNode();
            for (JsonNode call : json.readTree(request.body())) {
                answers.add(answerTo(call));
            }
            return ScriptedHttp.json(200, json.writeValueAsString(answers));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private ObjectNode answerTo(JsonNode call) {
        String method = call.get("method").asText();
        JsonNode first = call.get("params").path(0);
        asked.add(method);
        ObjectNode answer = json.createObjectNode();
        answer.set("id", call.get("id"));
        JsonNode result =
                switch (method) {
                    case "getblockchaininfo" -> info();
                    case "getblockhash" -> text(hashes.get(first.asInt()));
                    case "getbestblockhash" -> text(hashes.get(hashes.size() - 1));
                    case "getblock" -> block(first.asText());
                    case "getrawmempool" -> json.valueToTree(mempool.keySet());
                    case "getrawtransaction" -> bytes(mempool.get(first.asText()));
                    default -> throw new AssertionError("nodes differ in " + method);
                };
        if (result.isNull()) {
            answer.set("error", json.createObjectNode().put("code", -5));
        }
        answer.set("result", result);
        return answer;
    }

    private JsonNode block(String hash) {
        beforeBlock.run();
        return bytes(blocks.get(hash));
    }

    private JsonNode info() {
        int height = hashes.size() - 1;
        return json.createObjectNode()
                .put("chain", chain.nodeName())
                .put("blocks", height)
                .put("headers", height + headersAhead)
                .put("bestblockhash", hashes.get(height))
                .put("initialblockdownload", initialDownload);
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }

    private static JsonNode bytes(byte[] bytes) {
        return bytes == null
                ? JsonNodeFactory.instance.nullNode()
                : text(HexFormat.of().formatHex(bytes));
    }
}
