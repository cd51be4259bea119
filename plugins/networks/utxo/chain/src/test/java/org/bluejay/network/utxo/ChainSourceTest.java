package org.bluejay.network.utxo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.Source.Sighting;
import org.bluejay.connector.tck.StoppedClock;
import org.bluejay.network.utxo.Coin.Chain;
import org.bluejay.network.utxo.ToyNode.To;
import org.junit.jupiter.api.Test;

/** What a real node shows too seldom, or never. */
class ChainSourceTest {

    private static final AccountKey ACCOUNT =
            AccountKey.read(TestAccount.publicKey("045f1cf6", 84, 1, 0), Chain.LITECOIN_REGTEST);
    private static final AccountKey WRAPPED =
            AccountKey.read(TestAccount.publicKey("044a5262", 49, 1, 0), Chain.LITECOIN_REGTEST);

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

    @Test
    void counts_two_outputs_to_one_address_as_two_transfers() throws Exception {
        Reader reader = reader("*:1");
        String address = watched(reader, 0);
        String txid = node.payAll(new To(address, 5), new To(address, 7));

        assertThat(reader.news())
                .containsExactly(txid + ":0 0.00000005 DETECTED", txid + ":1 0.00000007 DETECTED");
    }

    @Test
    void is_no_surer_of_much_money_in_many_small_outputs() throws Exception {
        Reader reader = reader("1:1,*:3");
        String one = watched(reader, 0);
        String other = watched(reader, 1);
        node.payAll(new To(one, 60_000_000), new To(other, 60_000_000));
        assertThat(reader.news()).hasSize(2).allMatch(line -> line.endsWith("DETECTED"));

        node.mine(2);
        assertThat(reader.news()).isEmpty();
        node.mine(1);
        assertThat(reader.news()).hasSize(2).allMatch(line -> line.endsWith("SETTLED"));
    }

    @Test
    void finds_money_at_wrapped_addresses() throws Exception {
        Reader reader = reader("*:1");
        String address = WRAPPED.addressAt(0);
        reader.watch(address);
        String txid = node.payAll(new To(address, 5));

        assertThat(reader.news()).containsExactly(txid + ":0 0.00000005 DETECTED");
    }

    @Test
    void passes_over_outputs_of_nothing() throws Exception {
        Reader reader = reader("*:1");
        String address = watched(reader, 0);
        String txid = node.payAll(new To(address, 0), new To(address, 7));

        assertThat(reader.news()).containsExactly(txid + ":1 0.00000007 DETECTED");
    }

    @Test
    void is_not_sure_of_new_coins_before_they_can_be_spent() throws Exception {
        Reader reader = reader("*:1");
        String address = watched(reader, 0);
        String txid = node.mineFor(address, 5L);
        assertThat(reader.news()).containsExactly(txid + ":0 0.00000005 DETECTED");

        node.mine(98);
        assertThat(reader.news()).isEmpty();
        node.mine(1);
        assertThat(reader.news()).containsExactly(txid + ":0 0.00000005 SETTLED");
    }

    @Test
    void drops_new_coins_with_their_block() throws Exception {
        Reader reader = reader("*:1");
        String txid = node.mineFor(watched(reader, 0), 5L);
        assertThat(reader.news()).hasSize(1);

        node.turn(1, 2);

        assertThat(reader.news()).containsExactly(txid + ":0 0.00000005 DROPPED");
    }

    @Test
    void concludes_nothing_from_what_is_missing_until_a_day_later() throws Exception {
        Reader reader = reader("*:1");
        String txid = node.payAll(new To(watched(reader, 0), 5));
        assertThat(reader.news()).hasSize(1);

        node.forget(txid);
        assertThat(reader.news()).isEmpty();
        clock.advance(Duration.ofHours(23));
        node.mine(30);
        assertThat(reader.news()).isEmpty();
        clock.advance(Duration.ofHours(1).plusSeconds(1));
        assertThat(reader.news()).containsExactly(txid + ":0 0.00000005 DROPPED");

        node.remember(txid);
        assertThat(reader.news()).containsExactly(txid + ":0 0.00000005 DETECTED");
        node.mine(1);
        assertThat(reader.news()).containsExactly(txid + ":0 0.00000005 SETTLED");
    }

    @Test
    void starts_the_day_anew_when_it_was_seen_in_between() throws Exception {
        Reader reader = reader("*:1");
        String txid = node.payAll(new To(watched(reader, 0), 5));
        assertThat(reader.news()).hasSize(1);
        node.forget(txid);
        assertThat(reader.news()).isEmpty();
        clock.advance(Duration.ofHours(23));
        node.remember(txid);
        assertThat(reader.news()).isEmpty();
        node.forget(txid);
        assertThat(reader.news()).isEmpty();
        clock.advance(Duration.ofHours(23));

        assertThat(reader.news()).isEmpty();
    }

    @Test
    void settles_what_was_replaced_when_a_miner_took_it_all_the_same() throws Exception {
        Reader reader = reader("*:1");
        String txid = node.payAll(new To(watched(reader, 0), 5));
        assertThat(reader.news()).hasSize(1);
        node.forget(txid);
        String other = node.spendElsewhere(txid);
        List<Sighting> dropped = reader.read();
        assertThat(dropped)
                .extracting(Reader::line)
                .containsExactly(txid + ":0 0.00000005 DROPPED");

        node.forget(other);
        node.remember(txid);
        node.mine(1);
        List<Sighting> settled = reader.read();

        assertThat(settled)
                .extracting(Reader::line)
                .containsExactly(txid + ":0 0.00000005 SETTLED");
        assertThat(settled.get(0).transfer().evidenceAt())
                .isAfter(dropped.get(0).transfer().evidenceAt());
    }

    @Test
    void drops_what_a_block_spent_elsewhere() throws Exception {
        Reader reader = reader("*:1");
        String txid = node.payAll(new To(watched(reader, 0), 5));
        assertThat(reader.news()).hasSize(1);
        node.forget(txid);
        node.spendElsewhere(txid);
        node.mine(1);

        assertThat(reader.news()).containsExactly(txid + ":0 0.00000005 DROPPED");
    }

    @Test
    void has_newer_evidence_each_time_although_the_clock_goes_back() throws Exception {
        Reader reader = reader("*:1");
        String txid = node.payAll(new To(watched(reader, 0), 5));
        Instant seen = reader.read().get(0).transfer().evidenceAt();
        clock.set(clock.instant().minusSeconds(3600));
        node.replace(txid + ":0");

        assertThat(reader.read().get(0).transfer().evidenceAt()).isAfter(seen);
    }

    @Test
    void never_says_that_money_came_later_than_it_was_seen() throws Exception {
        Reader reader = reader("*:1");
        clock.set(Instant.parse("2026-11-01T12:00:00Z")); // The toy's blocks are of 2030.
        node.mineFor(watched(reader, 0), 5L);

        assertThat(reader.read().get(0).transfer().occurredAt()).isEqualTo(clock.instant());
    }

    @Test
    void reads_nothing_from_a_node_that_is_behind() throws Exception {
        Reader reader = reader("*:1");
        node.payAll(new To(watched(reader, 0), 5));
        node.fallBehind(4, false);
        assertThatThrownBy(reader::read)
                .isInstanceOf(OutcomeUnknown.class)
                .hasMessageContaining("behind");
        assertThat(reader.source().health().up()).isFalse();
        node.fallBehind(0, true);
        assertThatThrownBy(reader::read).hasMessageContaining("behind");

        node.fallBehind(3, false);
        assertThat(reader.news()).hasSize(1);
    }

    @Test
    void takes_nothing_back_from_a_node_with_an_old_view() throws Exception {
        Reader reader = reader("*:1");
        node.payAll(new To(watched(reader, 0), 5));
        node.mine(2);
        assertThat(reader.news()).hasSize(1);
        node.cut(2);

        assertThatThrownBy(reader::read)
                .isInstanceOf(OutcomeUnknown.class)
                .hasMessageContaining("behind");
    }

    @Test
    void follows_the_deepest_turn_that_it_can_and_stops_at_a_deeper_one() throws Exception {
        Reader reader = reader("*:1");
        node.mine(200);
        String txid = node.payAll(new To(watched(reader, 0), 5));
        node.mine(HashChain.DEPTH - 1);
        assertThat(reader.news()).containsExactly(txid + ":0 0.00000005 SETTLED");
        node.spendElsewhere(txid);
        node.turn(HashChain.DEPTH - 1, HashChain.DEPTH);
        assertThat(reader.news()).containsExactly(txid + ":0 0.00000005 REVERSED");

        node.turn(HashChain.DEPTH, HashChain.DEPTH + 1);
        assertThatThrownBy(reader::read)
                .isInstanceOf(Refused.class)
                .hasMessageContaining("another chain");
    }

    @Test
    void refuses_a_position_of_another_chain_and_one_that_is_none() throws Exception {
        Reader reader = reader("*:1");
        String other = reader.position().replace("litecoin", "dogecoin");

        assertThatThrownBy(() -> reader.source().read(other, addresses -> null))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("dogecoin");
        assertThatThrownBy(() -> reader.source().read("{\"no\":1", addresses -> null))
                .isInstanceOf(Refused.class);
    }
}
