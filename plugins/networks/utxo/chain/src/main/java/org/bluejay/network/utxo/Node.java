package org.bluejay.network.utxo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.network.utxo.Coin.Chain;
import org.bluejay.network.utxo.NodeLine.Call;
import org.bluejay.network.utxo.NodeLine.Result;
import org.bluejay.network.utxo.WireReader.Malformed;

/**
 * What is asked of a node: bitcoind, litecoind, or one that speaks like them. Blocks and
 * transactions come as bytes, because their JSON differs from version to version. A node that is on
 * another chain or has not caught up with its own is not listened to.
 */
final class Node {

    /** The network passes blocks on in a burst now and then; more than this is being behind. */
    private static final int HEADERS_AHEAD = 3;

    /** Small enough that an answer fits even when each is as large as nodes pass on. */
    private static final int TRANSACTIONS_AT_ONCE = 25;

    private final NodeLine line;
    private final Chain chain;

    Node(NodeLine line, Chain chain) {
        this.line = line;
        this.chain = chain;
    }

    /** The newest block of the node's chain. */
    record Tip(int height, String hash) {}

    /**
     * What waits for a block.
     *
     * @param tip hash of the block it waits behind
     */
    record Mempool(List<String> txids, String tip) {

        Mempool {
            txids = List.copyOf(txids);
        }
    }

    /** Where the node stands, if it can be relied on. */
    Tip tip() throws NetworkException {
        return tipOf(line.ask(Call.of("getblockchaininfo")).value());
    }

    /** The same, soon or not at all. */
    Tip tipSoon() throws NetworkException {
        return tipOf(line.askSoon(Call.of("getblockchaininfo")).value());
    }

    private Tip tipOf(JsonNode info) throws NetworkException {
        String name = info.path("chain").asText();
        int height = info.path("blocks").asInt(-1);
        int headers = info.path("headers").asInt(-1);
        String hash = info.path("bestblockhash").asText();
        if (name.isEmpty() || height < 0 || headers < 0 || !isHash(hash)) {
            throw new OutcomeUnknown("the node does not say where it stands", null);
        }
        if (!name.equals(chain.nodeName())) {
            throw new Refused(
                    "wrong-chain",
                    "the node is not on the chain \""
                            + chain.nodeName()
                            + "\": set its chain, or "
                            + "the source's testChain");
        }
        if (info.path("initialblockdownload").asBoolean() || headers - height > HEADERS_AHEAD) {
            throw new OutcomeUnknown(
                    "the node is behind: it has " + height + " of " + headers + " blocks", null);
        }
        return new Tip(height, hash);
    }

    /** The hashes of the blocks of these heights on the node's chain. */
    List<String> hashes(int from, int to) throws NetworkException {
        List<Call> calls =
                IntStream.rangeClosed(from, to)
                        .mapToObj(height -> Call.of("getblockhash", height))
                        .toList();
        List<String> hashes = new ArrayList<>(calls.size());
        for (Result result : line.ask(calls)) {
            hashes.add(hashIn(result));
        }
        return hashes;
    }

    private static String hashIn(Result result) throws NetworkException {
        String hash = result.value().asText();
        if (!isHash(hash)) {
            throw new OutcomeUnknown("the node gave no hash for a height of its chain", null);
        }
        return hash;
    }

    /** A block of any branch that the node knows. */
    RawBlock block(String hash) throws NetworkException {
        RawBlock block = readBlock(line.ask(Call.of("getblock", hash, 0)));
        if (!block.hash().equals(hash)) {
            throw new OutcomeUnknown("the node gave another block than asked for", null);
        }
        return block;
    }

    private static RawBlock readBlock(Result result) throws NetworkException {
        try {
            return RawBlock.read(bytesOf(result.value()));
        } catch (Malformed malformed) {
            throw new OutcomeUnknown("the node gave a block that cannot be read", malformed);
        }
    }

    /** What waits for a block, and behind which block it waits. */
    Mempool mempool() throws NetworkException {
        List<Result> results =
                line.ask(List.of(Call.of("getrawmempool"), Call.of("getbestblockhash")));
        List<String> txids = new ArrayList<>();
        JsonNode listed = results.get(0).value();
        if (!listed.isArray()) {
            throw new OutcomeUnknown("the node does not list its mempool", null);
        }
        for (JsonNode txid : listed) {
            if (!isHash(txid.asText())) {
                throw new OutcomeUnknown("the node's mempool lists what is no id", null);
            }
            txids.add(txid.asText());
        }
        return new Mempool(txids, hashIn(results.get(1)));
    }

    /** Transactions of the mempool by id; those that have left it meanwhile are left out. */
    Map<String, RawTransaction> waiting(List<String> txids) throws NetworkException {
        Map<String, RawTransaction> found = new LinkedHashMap<>();
        for (int from = 0; from < txids.size(); from += TRANSACTIONS_AT_ONCE) {
            List<String> some =
                    txids.subList(from, Math.min(txids.size(), from + TRANSACTIONS_AT_ONCE));
            List<Result> results =
                    line.ask(
                            some.stream()
                                    .map(txid -> Call.of("getrawtransaction", txid, 0))
                                    .toList());
            for (int i = 0; i < some.size(); i++) {
                if (!results.get(i).isMissing()) {
                    found.put(some.get(i), readTransaction(some.get(i), results.get(i)));
                }
            }
        }
        return found;
    }

    private static RawTransaction readTransaction(String txid, Result result)
            throws NetworkException {
        try {
            return RawTransaction.alone(txid, bytesOf(result.value()));
        } catch (Malformed malformed) {
            throw new OutcomeUnknown("the node gave a transaction that cannot be read", malformed);
        }
    }

    private static byte[] bytesOf(JsonNode hex) throws Malformed {
        try {
            return HexFormat.of().parseHex(hex.asText());
        } catch (IllegalArgumentException notHex) {
            throw new Malformed("not hex");
        }
    }

    private static boolean isHash(String text) {
        return text.length() == 64
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
