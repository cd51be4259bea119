package org.bluejay.gateway.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.bluejay.connector.DurableStore;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.connector.ConnectorStore;
import org.bluejay.gateway.shared.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thirty-two threads on two nodes at one channel's memory. */
class ConnectorStoreTest {

    private static final int THREADS = 32;

    private static DataSource source;

    @TempDir static Path folder;
    List<DurableStore> nodes;
    DurableStore store;
    DurableStore ofAnother;

    @BeforeAll
    static void one_database_for_all() {
        source = KeptConnections.of(TestDatabase.fresh());
    }

    @BeforeEach
    void two_nodes_on_one_database() {
        NetworkRig one = new NetworkRig(source, folder);
        NetworkRig other = new NetworkRig(source, folder);
        Channel channel = one.channel("pix");
        nodes =
                List.of(
                        new ConnectorStore(channel.id(), one.work),
                        new ConnectorStore(channel.id(), other.work));
        store = nodes.get(0);
        ofAnother = new ConnectorStore(one.channel("pix").id(), one.work);
    }

    @Test
    void a_number_of_a_sequence_is_given_once_and_none_is_left_out() throws Exception {
        List<List<Long>> given =
                together(
                        i ->
                                () -> {
                                    List<Long> numbers = new ArrayList<>();
                                    for (int n = 0; n < 25; n++) {
                                        numbers.add(nodes.get(i % 2).next("address"));
                                    }
                                    return numbers;
                                });
        assertThat(given.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, THREADS * 25L).boxed().toList());
        assertThat(store.next("other")).isZero();
        assertThat(ofAnother.next("address")).isZero();
    }

    @Test
    void the_first_value_holds_for_everybody() throws Exception {
        for (int round = 0; round < 5; round++) {
            String key = "secret-" + round;
            List<String> held = together(i -> () -> nodes.get(i % 2).putIfAbsent(key, "of " + i));
            assertThat(held).containsOnly(store.get(key).orElseThrow());
        }
    }

    @Test
    void of_those_who_replace_the_same_value_one_wins() throws Exception {
        store.put("count", "0");
        List<Integer> lost =
                together(
                        i ->
                                () -> {
                                    int races = 0;
                                    while (true) {
                                        String was = nodes.get(i % 2).get("count").orElseThrow();
                                        String next = Integer.toString(Integer.parseInt(was) + 1);
                                        if (nodes.get(i % 2).replace("count", was, next)) {
                                            return races;
                                        }
                                        races++;
                                    }
                                });
        assertThat(store.get("count")).contains(Integer.toString(THREADS));
        assertThat(lost).anyMatch(races -> races > 0);
    }

    @Test
    void a_value_that_others_remove_meanwhile_is_still_answered() throws Exception {
        together(
                i ->
                        () -> {
                            for (int n = 0; n < 20; n++) {
                                if (i % 4 == 0) {
                                    nodes.get(i % 2).remove("shaky");
                                } else {
                                    assertThat(nodes.get(i % 2).putIfAbsent("shaky", "v" + i))
                                            .startsWith("v");
                                }
                            }
                            return null;
                        });
    }

    @Test
    void keeps_what_it_was_given_for_its_own_channel() {
        store.put("k", "one");
        store.put("k", "two");
        assertThat(store.get("k")).contains("two");
        assertThat(ofAnother.get("k")).isEmpty();
        assertThat(store.replace("k", "one", "three")).isFalse();
        assertThat(store.replace("none", "one", "three")).isFalse();
        store.remove("k");
        store.remove("k");
        assertThat(store.get("k")).isEmpty();
    }

    @Test
    void what_a_network_shares_is_shared_by_network_and_environment() {
        DurableStore litecoin = common("litecoin", Environment.SANDBOX);
        litecoin.put("k", "one");
        assertThat(common("litecoin", Environment.SANDBOX).get("k")).contains("one");
        assertThat(common("litecoin", Environment.LIVE).get("k")).isEmpty();
        assertThat(common("bitcoin", Environment.SANDBOX).get("k")).isEmpty();
        assertThat(store.get("k")).isEmpty();
    }

    private DurableStore common(String network, Environment environment) {
        return ConnectorStore.common(network, environment, new NetworkRig(source, folder).work);
    }

    @Test
    void refuses_what_is_too_large_or_no_text() {
        store.put("k".repeat(200), "ü".repeat(32 * 1024));
        assertThatThrownBy(() -> store.put("k".repeat(201), ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.put("k", "ü".repeat(32 * 1024) + "."))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.putIfAbsent("k", "a\0b"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.replace("k", "", "\ud83d"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.next("s".repeat(201)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static <T> List<T> together(IntFunction<Callable<T>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Callable<T> mine = work.apply(i);
            running.add(
                    threads.submit(
                            () -> {
                                start.await();
                                return mine.call();
                            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> each : running) {
            results.add(each.get(60, TimeUnit.SECONDS));
        }
        threads.shutdown();
        return results;
    }
}
