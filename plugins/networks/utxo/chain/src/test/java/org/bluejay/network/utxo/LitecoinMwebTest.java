package org.bluejay.network.utxo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.bluejay.connector.network.Source.Sighting;
import org.bluejay.connector.tck.LoopbackHttp;
import org.bluejay.connector.tck.Needs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Litecoin's hidden half, from the block on where it begins. */
@Needs("litecoind")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LitecoinMwebTest {

    /** In regtest; this block must hold a way in. */
    private static final int BEGINS = 432;

    private RegtestNode node;
    private Reader reader;

    @BeforeAll
    void enter() throws IOException {
        node = RegtestNode.start("litecoind");
        node.mine(BEGINS - 1 - node.call("getblockcount").asInt());
        node.call("createwallet", "hidden");
        String hidden = node.callAt("hidden", "getnewaddress", "", "mweb").asText();
        node.send(hidden, "5");
        node.mine(8);
    }

    @BeforeEach
    void open() {
        reader =
                new Reader(
                        Coin.LITECOIN,
                        Reader.answers(node.url(), "*:1"),
                        new LoopbackHttp(),
                        Clock.systemUTC());
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void takes_money_that_comes_out_of_it() throws Exception {
        String address = node.newAddress();
        reader.watch(address);
        assertThat(reader.news()).isEmpty();
        node.callAt("hidden", "sendtoaddress", address, "0.75");

        assertThat(reader.news()).as("what the mempool shows of it").isEmpty();
        node.mine(1);
        List<Sighting> seen = reader.read();
        assertThat(seen).hasSize(1);
        String id = seen.get(0).transfer().networkId();
        assertThat(Reader.line(seen.get(0))).isEqualTo(id + " 0.75000000 DETECTED");
        node.mine(RawTransaction.HOGEX_RIPE - 2);
        assertThat(reader.news()).as("before it can be spent").isEmpty();
        node.mine(1);

        assertThat(reader.news()).containsExactly(id + " 0.75000000 SETTLED");
    }

    @Test
    void reads_a_payment_with_change_that_goes_into_it() throws Exception {
        String address = node.newAddress();
        reader.watch(address);
        assertThat(reader.news()).isEmpty();
        String in = node.callAt("hidden", "getnewaddress", "", "mweb").asText();
        node.send(in, "1");
        String txid = node.send(address, "0.5");

        assertThat(reader.news())
                .hasSize(1)
                .allMatch(line -> line.startsWith(txid) && line.endsWith(" 0.50000000 DETECTED"));
        node.mine(1);
        assertThat(reader.news()).hasSize(1).allMatch(line -> line.endsWith("SETTLED"));
    }
}
