package org.bluejay.gateway.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackgroundLoopTest {

    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void goes_on_after_a_round_that_failed() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(2);
        try (BackgroundLoop loop =
                BackgroundLoop.start(
                        "test",
                        Thread::new,
                        () -> {
                            second.countDown();
                            throw new IllegalStateException("on purpose");
                        })) {
            loop.wake();
            assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_wake_during_a_round_is_not_lost() throws InterruptedException {
        SynchronousQueue<Integer> rounds = new SynchronousQueue<>();
        AtomicInteger count = new AtomicInteger();
        try (BackgroundLoop loop =
                BackgroundLoop.start(
                        "test",
                        Thread::new,
                        () -> {
                            rounds.offer(count.incrementAndGet(), 10, TimeUnit.SECONDS);
                            return LONG;
                        })) {
            loop.wake(); // the first round waits for its reader
            assertThat(rounds.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(rounds.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
        }
    }

    @Test
    void begins_no_round_after_it_was_closed() {
        AtomicInteger rounds = new AtomicInteger();
        BackgroundLoop loop =
                BackgroundLoop.start(
                        "test",
                        Thread::new,
                        () -> {
                            rounds.incrementAndGet();
                            return Duration.ZERO;
                        });
        loop.close();
        int atClose = rounds.get();
        loop.wake();
        assertThat(rounds).hasValue(atClose);
    }

    @Test
    void puts_things_in_order_after_its_last_round_however_that_went() {
        Queue<Character> order = new ConcurrentLinkedQueue<>();
        BackgroundLoop loop =
                BackgroundLoop.start(
                        "test",
                        Thread::new,
                        () -> {
                            order.add('r');
                            throw new IllegalStateException("on purpose");
                        },
                        () -> order.add('l'));

        loop.close();

        assertThat(order).endsWith('l').containsOnlyOnce('l');
    }
}
