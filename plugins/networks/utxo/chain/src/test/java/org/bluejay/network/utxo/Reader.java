package org.bluejay.network.utxo;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Http;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.Source;
import org.bluejay.connector.network.Source.Reading;
import org.bluejay.connector.network.Source.Sighting;
import org.bluejay.connector.tck.MemoryStore;
import org.bluejay.connector.tck.TckContext;

/** Reads a source as the gateway does: keeps the position, and answers what is watched. */
final class Reader {

    private static final int MOST_READINGS = 1_000;

    private final Coin coin;
    private final Map<String, String> answers;
    private final TckContext context;
    private final Set<String> watched = new HashSet<>();
    private final List<Integer> questions = new ArrayList<>();
    private Source source;
    private String position = "";
    private int readings;

    Reader(Coin coin, Map<String, String> answers, Http http, Clock clock) {
        this.coin = coin;
        this.answers = answers;
        this.context =
                new TckContext(
                        Environment.SANDBOX,
                        clock,
                        http,
                        new MemoryStore(),
                        new MemoryStore(),
                        TckContext.PUBLIC_URL);
        restart();
    }

    static Map<String, String> answers(String nodeUrl, String confirmations) {
        Map<String, String> answers = new HashMap<>();
        answers.put("nodeUrl", nodeUrl);
        answers.put("rpcUser", RegtestNode.USER);
        answers.put("rpcPassword", RegtestNode.PASSWORD);
        answers.put("testChain", "regtest");
        answers.put("confirmations", confirmations);
        return answers;
    }

    /** A provider of the coin, as its own connector has it. */
    static UtxoProvider provider(Coin coin) {
        return new UtxoProvider(coin) {};
    }

    /** What was in memory is gone. */
    void restart() {
        UtxoProvider provider = provider(coin);
        source = provider.openSource(provider.sourceSettings().settle(answers), context);
    }

    Source source() {
        return source;
    }

    String position() {
        return position;
    }

    int readings() {
        return readings;
    }

    /** How many addresses each question was about. */
    List<Integer> questions() {
        return questions;
    }

    void watch(String address) {
        watched.add(address);
    }

    /** One piece; the position stays. */
    Reading peek() throws NetworkException {
        return source.read(position, this::among);
    }

    /** One piece. */
    Reading readOnce() throws NetworkException {
        Reading reading = peek();
        position = reading.next();
        readings++;
        return reading;
    }

    /** All there is to read. */
    List<Sighting> read() throws NetworkException {
        List<Sighting> all = new ArrayList<>();
        for (int i = 0; i < MOST_READINGS; i++) {
            Reading reading = readOnce();
            all.addAll(reading.sightings());
            if (!reading.more()) {
                return all;
            }
        }
        throw new AssertionError("the source never comes to an end");
    }

    /** All there is to read, each as {@code txid:vout amount STATE}. */
    List<String> news() throws NetworkException {
        return read().stream().map(Reader::line).toList();
    }

    static String line(Sighting sighting) {
        return sighting.transfer().networkId()
                + " "
                + sighting.transfer().amount().toPlainString()
                + " "
                + sighting.transfer().state();
    }

    private Set<String> among(Collection<String> addresses) {
        questions.add(addresses.size());
        Set<String> some = new HashSet<>(addresses);
        some.retainAll(watched);
        return some;
    }
}
