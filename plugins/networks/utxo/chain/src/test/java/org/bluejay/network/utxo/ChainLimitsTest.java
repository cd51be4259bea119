package org.bluejay.network.utxo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.connector.network.Source;
import org.bluejay.connector.network.Source.Reading;
import org.bluejay.connector.tck.StoppedClock;
import org.bluejay.network.utxo.Coin.Chain;
import org.bluejay.network.utxo.ToyNode.To;
import org.bluejay.network.utxo.Wire.Paid;
import org.junit.jupiter.api.Test;

/** However much there is, a reading stays small, and nothing is missed. */
class ChainLimitsTest {

    private static final AccountKey ACCOUNT =
            AccountKey.read(TestAccount.publicKey("045f1cf6", 84, 1, 0), Chain.LITECOIN_REGTEST);

    private static final int LARGE = 24;
    private static final int OUTPUTS = 3_000;

    private final StoppedClock clock = new StoppedClock();
    private final ToyNode node = ToyNode.of(Coin.LITECOIN);

    private Reader reader(String confirmations) throws Exception {
        Map<String, String> answers = Reader.answers("http://10.0.0.7:18443", confirmations);
        answers.putAll(node.settings());
        Reader reader = new Reader(Coin.LITECOIN, answers, node.http(), clock);
        assertThat(reader.news()).isEmpty();
        return reader;
    }

    private static String watched(Reader reader, int index) {
        String address = ACCOUNT.addressAt(index);
        reader.watch(address);
        return address;
    }

    /** More than a position can keep, by the fewest transactions that nodes pass on. */
    private void flood(String address) {
        To[] outputs = new To[OUTPUTS];
        Arrays.fill(outputs, new To(address, 100_000_000));
        for (int i = 0; i < LARGE; i++) {
            node.payAll(outputs);
        }
    }

    @Test
    void looks_at_each_transaction_of_the_mempool_once() throws Exception {
        Reader reader = reader("*:1");
        for (int i = 0; i < 30; i++) {
            node.broadcast(List.of(node.newCoin()), List.of(new Paid(new byte[] {0x51}, 9)));
        }
        reader.read();
        node.forgetWhatWasAsked();
        node.payAll(new To(watched(reader, 0), 5));
        reader.read();
        reader.read();

        assertThat(Collections.frequency(node.asked(), "getrawtransaction")).isEqualTo(1);
    }

    @Test
    void reads_a_large_mempool_in_pieces_and_misses_nothing() throws Exception {
        Reader reader = reader("*:1");
        for (int i = 0; i < 4_100; i++) {
            node.broadcast(List.of(node.newCoin()), List.of(new Paid(new byte[] {0x51}, 9)));
        }
        String txid = node.payAll(new To(watched(reader, 0), 5));
        int before = reader.readings();

        assertThat(reader.news()).containsExactly(txid + ":0 0.00000005 DETECTED");
        assertThat(reader.readings() - before).isEqualTo(3);
    }

    @Test
    void follows_so_much_that_waits_and_tells_of_the_rest_when_mined() throws Exception {
        Reader reader = reader("*:1");
        flood(watched(reader, 0));
        String other = node.payAll(new To(watched(reader, 1), 5));

        Reading reading = reader.readOnce();
        assertThat(reading.sightings())
                .as("eight of the large ones, and whoever else there is room for")
                .hasSize(8 * OUTPUTS + 1)
                .anyMatch(sighting -> Reader.line(sighting).startsWith(other));
        assertThat(reading.more()).isFalse();
        assertThat(reading.complete()).as("nothing follows from what was not told").isFalse();
        node.forgetWhatWasAsked();
        reading = reader.readOnce();
        assertThat(reading.sightings()).isEmpty();
        assertThat(reading.complete()).isFalse();
        assertThat(node.asked()).doesNotContain("getrawtransaction");

        node.mine(1);
        reading = reader.readOnce();
        assertThat(reading.sightings())
                .hasSize(LARGE * OUTPUTS + 1)
                .allMatch(sighting -> sighting.transfer().state() == TransferState.SETTLED);
        assertThat(reading.complete()).isTrue();
    }

    @Test
    void reads_what_lies_deep_while_somebody_fills_the_newest_blocks() throws Exception {
        Reader reader = reader("*:3");
        String large = watched(reader, 0);
        String early = node.payAll(new To(watched(reader, 1), 5));
        node.mine(6);
        flood(large);
        node.mine(1);
        assertThat(reader.news()).containsExactly(early + ":0 0.00000005 SETTLED");
        node.forgetWhatWasAsked();
        Reading waiting = reader.readOnce();
        assertThat(waiting.sightings()).isEmpty();
        assertThat(waiting.more()).isFalse();
        assertThat(waiting.complete()).isFalse();
        assertThat(node.asked()).as("not all again").doesNotContain("getblock");

        String late = node.payAll(new To(watched(reader, 2), 5));
        node.mine(2);
        assertThat(reader.news())
                .hasSize(LARGE * OUTPUTS + 1)
                .contains(late + ":0 0.00000005 DETECTED");
        node.mine(1);
        assertThat(reader.news()).containsExactly(late + ":0 0.00000005 SETTLED");
    }

    @Test
    void takes_no_more_blocks_at_once_than_there_is_time_for() throws Exception {
        Reader reader = reader("*:1");
        node.payAll(new To(watched(reader, 0), 5));
        node.mine(5);
        node.beforeEachBlock(() -> clock.advance(Duration.ofSeconds(3)));
        node.forgetWhatWasAsked();

        Reading reading = reader.readOnce();
        assertThat(Collections.frequency(node.asked(), "getblock")).isEqualTo(3);
        assertThat(reading.sightings()).hasSize(1);
        assertThat(reading.more()).isTrue();
        assertThat(reader.news()).isEmpty();

        node.mine(2);
        node.beforeEachBlock(() -> clock.advance(Duration.ofMinutes(1)));
        node.forgetWhatWasAsked();
        assertThat(reader.readOnce().more()).isTrue();
        assertThat(node.asked()).as("one at least").containsOnlyOnce("getblock");
    }

    @Test
    void keeps_its_position_within_the_limit_by_forgetting_the_deepest() throws Exception {
        Reader reader = reader("*:1");
        String address = watched(reader, 0);
        String oldest = node.payAll(new To(address, 5));
        for (int block = 0; block < 30; block++) {
            for (int i = 0; i < 900; i++) {
                node.payAll(new To(address, 5));
            }
            node.mine(1);
        }
        assertThat(reader.news()).hasSize(27_001);
        assertThat(reader.position()).hasSizeLessThan(Source.MAX_POSITION).doesNotContain(oldest);

        node.turn(1, 2);
        assertThat(reader.news()).as("the newest are still known").hasSize(900);
    }

    @Test
    void asks_its_host_few_and_large_questions() throws Exception {
        Reader reader = reader("*:1");
        IntStream.range(0, 500)
                .mapToObj(ACCOUNT::addressAt)
                .forEach(address -> node.payAll(new To(address, 5)));
        node.mine(1);
        reader.questions().clear();
        reader.read();

        assertThat(reader.questions()).containsExactly(500);
    }
}
