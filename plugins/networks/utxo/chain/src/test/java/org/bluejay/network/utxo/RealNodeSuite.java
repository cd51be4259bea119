package org.bluejay.network.utxo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bluejay.connector.network.Source.Sighting;
import org.bluejay.connector.tck.LoopbackHttp;
import org.junit.jupiter.api.Test;

/** What payers and miners do, done by a real node. */
abstract class RealNodeSuite extends RealNodeRig {

    RealNodeSuite(Coin coin, String program, String... options) {
        super(coin, program, options);
    }

    @Test
    void is_detected_in_the_mempool_and_settles_with_its_third_block() throws Exception {
        Reader reader = reader("*:3");
        String address = watchedAddress(reader);
        Instant before = Instant.now().minusMillis(1);
        String id = outputOf(node.send(address, "1.23456789"), address);

        List<Sighting> seen = reader.read();
        assertThat(seen).extracting(Reader::line).containsExactly(id + " 1.23456789 DETECTED");
        assertThat(seen.get(0).address()).isEqualTo(address);
        assertThat(seen.get(0).transfer().occurredAt()).isBetween(before, Instant.now());
        assertThat(reader.news()).isEmpty();
        node.mine(2);
        assertThat(reader.news()).isEmpty();
        node.mine(1);
        List<Sighting> settled = reader.read();

        assertThat(settled).extracting(Reader::line).containsExactly(id + " 1.23456789 SETTLED");
        assertThat(settled.get(0).transfer().occurredAt())
                .isEqualTo(seen.get(0).transfer().occurredAt());
        assertThat(settled.get(0).transfer().evidenceAt())
                .isAfter(seen.get(0).transfer().evidenceAt());
        assertThat(reader.news()).isEmpty();
    }

    @Test
    void needs_more_blocks_for_more_money() throws Exception {
        Reader reader = reader("0.1:1,1:2,*:3");
        String small = watchedAddress(reader);
        String middle = watchedAddress(reader);
        String large = watchedAddress(reader);
        String one = outputOf(node.send(small, "0.1"), small);
        String two = outputOf(node.send(middle, "0.10000001"), middle);
        String three = outputOf(node.send(large, "1.00000001"), large);
        assertThat(reader.news()).hasSize(3);

        node.mine(1);
        assertThat(reader.news()).containsExactly(one + " 0.10000000 SETTLED");
        node.mine(1);
        assertThat(reader.news()).containsExactly(two + " 0.10000001 SETTLED");
        node.mine(1);
        assertThat(reader.news()).containsExactly(three + " 1.00000001 SETTLED");
    }

    @Test
    void drops_what_a_higher_fee_replaced() throws Exception {
        Reader reader = reader("*:1");
        String address = watchedAddress(reader);
        String txid = node.send(address, "0.5");
        String first = outputOf(txid, address);
        List<Sighting> seen = reader.read();

        String bumped = node.call("bumpfee", txid, Map.of("fee_rate", 300)).get("txid").asText();
        String second = outputOf(bumped, address);
        List<Sighting> now = reader.read();

        assertThat(now)
                .extracting(Reader::line)
                .containsExactlyInAnyOrder(
                        first + " 0.50000000 DROPPED", second + " 0.50000000 DETECTED");
        assertThat(now.get(0).transfer().evidenceAt()).isAfter(seen.get(0).transfer().evidenceAt());
        node.mine(1);
        assertThat(reader.news()).containsExactly(second + " 0.50000000 SETTLED");
    }

    @Test
    void drops_what_was_spent_elsewhere_also_after_a_restart() throws Exception {
        Reader reader = reader("*:1");
        String address = watchedAddress(reader);
        String txid = node.send(address, "0.5");
        String id = outputOf(txid, address);
        assertThat(reader.news()).hasSize(1);

        node.call("sendrawtransaction", node.doubleSpendOf(txid), 0);
        reader.restart();

        assertThat(reader.peek().sightings())
                .extracting(Reader::line)
                .containsExactly(id + " 0.50000000 DROPPED");
        assertThat(reader.news()).containsExactly(id + " 0.50000000 DROPPED");
        node.mine(1);
        assertThat(reader.news()).isEmpty();
    }

    @Test
    void drops_what_a_block_spent_elsewhere_while_nobody_read() throws Exception {
        Reader reader = reader("*:1");
        String address = watchedAddress(reader);
        String txid = node.send(address, "0.5");
        String id = outputOf(txid, address);
        assertThat(reader.news()).hasSize(1);

        node.call("generateblock", node.newAddress(), List.of(node.doubleSpendOf(txid)));
        node.mine(1);

        assertThat(reader.news()).containsExactly(id + " 0.50000000 DROPPED");
    }

    @Test
    void stays_detected_when_its_block_is_reorganised_away_before_it_settled() throws Exception {
        Reader reader = reader("*:3");
        String address = watchedAddress(reader);
        String id = outputOf(node.send(address, "0.5"), address);
        node.mine(1);
        assertThat(reader.news()).containsExactly(id + " 0.50000000 DETECTED");

        node.reorganise(1);
        assertThat(reader.news()).isEmpty();
        node.mine(2);
        assertThat(reader.news()).isEmpty();
        node.mine(1);

        assertThat(reader.news()).containsExactly(id + " 0.50000000 SETTLED");
    }

    @Test
    void is_reversed_when_its_block_is_reorganised_away_after_it_settled() throws Exception {
        Reader reader = reader("*:2");
        String address = watchedAddress(reader);
        String id = outputOf(node.send(address, "0.5"), address);
        node.mine(2);
        List<Sighting> settled = reader.read();
        assertThat(settled).extracting(Reader::line).containsExactly(id + " 0.50000000 SETTLED");

        node.reorganise(2);
        List<Sighting> reversed = reader.read();

        assertThat(reversed).extracting(Reader::line).containsExactly(id + " 0.50000000 REVERSED");
        assertThat(reversed.get(0).transfer().evidenceAt())
                .isAfter(settled.get(0).transfer().evidenceAt());
        assertThat(reader.news()).containsExactly(id + " 0.50000000 DETECTED");
        node.mine(2);
        assertThat(reader.news()).containsExactly(id + " 0.50000000 SETTLED");
    }

    @Test
    void is_reversed_for_good_when_the_other_branch_spends_it_elsewhere() throws Exception {
        Reader reader = reader("*:1");
        String address = watchedAddress(reader);
        String txid = node.send(address, "0.5");
        String id = outputOf(txid, address);
        String other = node.doubleSpendOf(txid);
        node.mine(1);
        assertThat(reader.news()).containsExactly(id + " 0.50000000 SETTLED");

        node.reorganise(1, other);

        assertThat(reader.news()).containsExactly(id + " 0.50000000 REVERSED");
        node.mine(3);
        assertThat(reader.news()).isEmpty();
    }

    @Test
    void takes_nothing_back_when_the_other_branch_holds_it_too() throws Exception {
        Reader reader = reader("*:1");
        String address = watchedAddress(reader);
        String txid = node.send(address, "0.5");
        String id = outputOf(txid, address);
        node.mine(1);
        assertThat(reader.news()).containsExactly(id + " 0.50000000 SETTLED");
        String raw = node.call("gettransaction", txid).get("hex").asText();

        node.reorganise(1, raw);

        assertThat(reader.news()).isEmpty();
    }

    @Test
    void counts_two_outputs_of_one_transaction_as_two_transfers() throws Exception {
        Reader reader = reader("*:1");
        String one = watchedAddress(reader);
        String two = watchedAddress(reader);
        String txid = node.call("sendmany", "", Map.of(one, "0.25", two, "0.75")).asText();
        node.mine(1);

        assertThat(reader.news())
                .containsExactlyInAnyOrder(
                        outputOf(txid, one) + " 0.25000000 SETTLED",
                        outputOf(txid, two) + " 0.75000000 SETTLED");
    }

    @Test
    void finds_what_was_paid_while_nobody_read() throws Exception {
        Reader reader = reader("*:3");
        String early = watchedAddress(reader);
        String late = watchedAddress(reader);
        String first = outputOf(node.send(early, "0.1"), early);
        node.mine(202);
        String second = outputOf(node.send(late, "0.2"), late);
        node.mine(1);
        reader.restart();
        int before = reader.readings();

        assertThat(reader.news())
                .containsExactly(first + " 0.10000000 SETTLED", second + " 0.20000000 DETECTED");
        assertThat(reader.readings() - before).isEqualTo(2);
    }

    @Test
    void tells_nothing_of_addresses_that_are_not_watched() throws Exception {
        Reader reader = reader("*:1");
        node.send(address(), "0.5");
        assertThat(reader.news()).isEmpty();
        node.mine(1);
        assertThat(reader.news()).isEmpty();
    }

    @Test
    void looks_back_as_far_as_it_was_told() throws Exception {
        String address = address();
        String id = outputOf(node.send(address, "0.5"), address);
        node.mine(2);
        Map<String, String> answers = Reader.answers(node.url(), "*:1");
        answers.put("lookBack", "2");
        Reader reader = new Reader(coin, answers, new LoopbackHttp(), Clock.systemUTC());
        reader.watch(address);

        assertThat(reader.read())
                .extracting(sighting -> sighting.transfer().networkId())
                .containsExactly(id);
    }

    @Test
    void tells_by_its_health_who_answers() throws Exception {
        assertThat(reader("*:1").source().health().up()).isTrue();
        Map<String, String> wrong = Reader.answers(node.url(), "*:1");
        wrong.put("rpcPassword", "not-the-password");
        Reader stranger = new Reader(coin, wrong, new LoopbackHttp(), Clock.systemUTC());
        assertThat(stranger.source().health().up()).isFalse();
        assertThat(stranger.source().health().detail()).contains("rpcPassword");
        wrong.put("testChain", "test");
        wrong.put("rpcPassword", RegtestNode.PASSWORD);
        Reader lost = new Reader(coin, wrong, new LoopbackHttp(), Clock.systemUTC());
        assertThat(lost.source().health().detail()).contains("not on the chain");
    }
}
