package org.bluejay.gateway.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupReadTest {

    final ExecutorService callers = Executors.newCachedThreadPool();
    final Queue<Set<String>> reads = new ConcurrentLinkedQueue<>();

    @AfterEach
    void end() throws InterruptedException {
        callers.shutdownNow();
        assertThat(callers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void reads_at_once_for_who_comes_alone() {
        GroupRead<String, String> read = new GroupRead<>(this::upperCase, 10);

        assertThat(read.get("a")).contains("A");
        assertThat(read.get("")).isEmpty();
        assertThat(reads).containsExactly(Set.of("a"), Set.of(""));
    }

    @Test
    void reads_once_for_all_who_come_while_one_reads() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        GroupRead<String, String> read =
                new GroupRead<>(first(begun, goOn).andThen(this::upperCase), 10);
        Future<Optional<String>> first = callers.submit(() -> read.get("first"));
        begun.await();
        List<Future<Optional<String>>> others =
                List.of(ask(read, "a"), ask(read, "b"), ask(read, "a"), ask(read, ""));
        awaitWaiting(4);
        goOn.countDown();

        assertThat(first.get()).contains("FIRST");
        assertThat(others.get(0).get()).contains("A");
        assertThat(others.get(1).get()).contains("B");
        assertThat(others.get(2).get()).contains("A");
        assertThat(others.get(3).get()).isEmpty();
        assertThat(reads).containsExactly(Set.of("first"), Set.of("a", "b", ""));
    }

    /** What was changed before a caller came is what it sees, however busy it is. */
    @Test
    void never_gives_what_was_read_before_the_caller_came() throws Exception {
        AtomicInteger now = new AtomicInteger();
        GroupRead<String, Integer> read =
                new GroupRead<>(
                        keys -> {
                            int then = now.get();
                            LockSupport.parkNanos(1_000);
                            return keys.stream().collect(Collectors.toMap(key -> key, key -> then));
                        },
                        3);
        List<Future<Integer>> all =
                IntStream.range(0, 8)
                        .mapToObj(i -> callers.submit(() -> tooOld(read, "k" + i, now)))
                        .toList();

        for (Future<Integer> one : all) {
            assertThat(one.get()).isZero();
        }
    }

    private static int tooOld(GroupRead<String, Integer> read, String key, AtomicInteger now) {
        int tooOld = 0;
        for (int i = 0; i < 5_000; i++) {
            int came = now.incrementAndGet();
            tooOld += read.get(key).orElseThrow() < came ? 1 : 0;
        }
        return tooOld;
    }

    @Test
    void leaves_nobody_waiting_who_comes_as_the_reader_goes() throws Exception {
        CompletableFuture<Future<Optional<String>>> late = new CompletableFuture<>();
        AtomicReference<GroupRead<String, String>> read = new AtomicReference<>();
        read.set(
                new GroupRead<>(
                        this::upperCase,
                        10,
                        new ConcurrentLinkedQueue<>() {
                            @Override
                            public GroupRead.Waiting<String, String> peek() {
                                GroupRead.Waiting<String, String> next = super.peek();
                                if (next == null && !late.isDone()) {
                                    late.complete(ask(read.get(), "late"));
                                    awaitWaiting(1);
                                }
                                return next;
                            }
                        }));

        assertThat(read.get().get("a")).contains("A");
        assertThat(late.get().get(10, TimeUnit.SECONDS)).contains("LATE");
    }

    /** Who begins to read may find more callers before it than one group holds. */
    @Test
    void serves_the_reader_who_comes_behind_a_whole_group() throws Exception {
        CompletableFuture<Future<Optional<String>>> last = new CompletableFuture<>();
        AtomicReference<GroupRead<String, String>> read = new AtomicReference<>();
        AtomicInteger step = new AtomicInteger();
        List<Future<Optional<String>>> before = new ArrayList<>();
        read.set(
                new GroupRead<>(
                        this::upperCase,
                        2,
                        new ConcurrentLinkedQueue<>() {
                            @Override
                            public GroupRead.Waiting<String, String> peek() {
                                GroupRead.Waiting<String, String> next = super.peek();
                                if (step.compareAndSet(0, 1)) {
                                    before.add(ask(read.get(), "k0"));
                                    before.add(ask(read.get(), "k1"));
                                    awaitWaiting(2);
                                }
                                return next;
                            }

                            @Override
                            public boolean isEmpty() {
                                // The first reader reads no more, and has not looked again.
                                if (step.compareAndSet(1, 2)) {
                                    last.complete(ask(read.get(), "last"));
                                    await(() -> reads.size() > 1);
                                }
                                return super.isEmpty();
                            }
                        }));

        assertThat(read.get().get("a")).contains("A");
        assertThat(last.get().get(10, TimeUnit.SECONDS)).contains("LAST");
        assertThat(before.get(0).get()).contains("K0");
        assertThat(before.get(1).get()).contains("K1");
        assertThat(reads).containsExactly(Set.of("a"), Set.of("k0", "k1"), Set.of("last"));
    }

    @Test
    void a_failed_read_fails_for_its_group_alone() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        IllegalStateException away = new IllegalStateException("the database is away");
        GroupRead<String, String> read =
                new GroupRead<>(
                        first(begun, goOn)
                                .andThen(
                                        keys -> {
                                            if (keys.contains("bad")) {
                                                throw away;
                                            }
                                            return upperCase(keys);
                                        }),
                        10);
        Future<Optional<String>> first = callers.submit(() -> read.get("first"));
        begun.await();
        List<Future<Optional<String>>> group = List.of(ask(read, "bad"), ask(read, "a"));
        awaitWaiting(2);
        goOn.countDown();

        assertThat(first.get()).contains("FIRST");
        for (Future<Optional<String>> one : group) {
            assertThatThrownBy(one::get).hasCause(away);
        }
        assertThat(read.get("a")).contains("A");
    }

    @Test
    void takes_no_more_at_once_than_it_may() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        GroupRead<String, String> read =
                new GroupRead<>(first(begun, goOn).andThen(this::upperCase), 2);
        Future<Optional<String>> first = callers.submit(() -> read.get("first"));
        begun.await();
        List<Future<Optional<String>>> others =
                IntStream.range(0, 5).mapToObj(i -> ask(read, "k" + i)).toList();
        awaitWaiting(5);
        goOn.countDown();

        first.get();
        for (int i = 0; i < 5; i++) {
            assertThat(others.get(i).get()).contains("K" + i);
        }
        assertThat(reads).extracting(Set::size).containsExactly(1, 2, 2, 1);
    }

    private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

    private Future<Optional<String>> ask(GroupRead<String, String> read, String key) {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        Future<Optional<String>> answer =
                callers.submit(
                        () -> {
                            waiting.add(Thread.currentThread());
                            begun.complete(null);
                            return read.get(key);
                        });
        begun.join();
        return answer;
    }

    private void awaitWaiting(int count) {
        await(
                () ->
                        waiting.size() >= count
                                && waiting.stream()
                                        .allMatch(one -> one.getState() == Thread.State.WAITING));
    }

    private static void await(BooleanSupplier state) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!state.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Lets the first read wait, and no other. */
    private static Function<Set<String>, Set<String>> first(
            CountDownLatch begun, CountDownLatch goOn) {
        return keys -> {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return keys;
        };
    }

    /** Of an empty text there is nothing. */
    private Map<String, String> upperCase(Set<String> keys) {
        reads.add(keys);
        return keys.stream()
                .filter(key -> !key.isEmpty())
                .collect(
                        Collectors.toMap(
                                key -> key, key -> key.toUpperCase(java.util.Locale.ROOT)));
    }
}
