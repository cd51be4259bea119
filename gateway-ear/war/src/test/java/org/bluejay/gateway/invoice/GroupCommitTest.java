package org.bluejay.gateway.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.merchant.TestShops;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Callers;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rule 10 of money: the writer of invoices is watched, and answers everybody to the end. */
@Timeout(60)
class GroupCommitTest {

    private static final int QUEUE = 5;

    static TestGateway gateway;

    final Shop shop = TestShops.sandbox(gateway);
    final Caller caller = Callers.of(shop.merchantId());

    /** Holds the writer back while it waits for its connection. */
    final CountDownLatch hanging = new CountDownLatch(1);

    final CountDownLatch reached = new CountDownLatch(1);
    final AtomicReference<Thread> thread = new AtomicReference<>();
    GroupCommit commits;

    @BeforeAll
    static void open() {
        gateway = TestGateway.open();
    }

    @AfterAll
    static void closeAll() {
        gateway.close();
    }

    @AfterEach
    void close() {
        hanging.countDown();
        commits.close();
    }

    @Test
    void a_writer_that_works_or_rests_is_no_trouble() {
        commits = on(gateway.dataSource());
        assertThat(commits.trouble(in(60))).isEmpty();
        assertThat(commits.write(insert())).isTrue();
        until(() -> commits.trouble(in(60)).isEmpty());
    }

    @Test
    void a_writer_that_is_stuck_is_trouble_until_it_goes_on() throws Exception {
        commits = on(hangingSource());
        CompletableFuture<Boolean> caller1 = writing();
        reached.await();

        assertThat(commits.trouble(in(9))).isEmpty();
        assertThat(commits.trouble(in(12)))
                .hasValueSatisfying(trouble -> assertThat(trouble).contains("stuck in one batch"));

        hanging.countDown();
        assertThat(caller1.get(30, TimeUnit.SECONDS)).isTrue();
        until(() -> commits.trouble(in(60)).isEmpty());
        assertThat(commits.write(insert())).isTrue();
    }

    @Test
    void a_writer_that_has_ended_is_trouble() {
        commits = on(gateway.dataSource());
        commits.close();
        assertThat(commits.trouble(in(0))).hasValue("has ended");
    }

    @Test
    void those_who_wait_when_the_container_interrupts_the_writer_are_served_and_later_ones_told()
            throws Exception {
        commits = on(hangingSource());
        CompletableFuture<Boolean> first = writing();
        reached.await();
        // One more than can wait: when it is turned away, all the others do.
        List<CompletableFuture<Boolean>> queued =
                Stream.generate(this::writing).limit(QUEUE + 1).toList();
        until(() -> queued.stream().anyMatch(CompletableFuture::isCompletedExceptionally));

        thread.get().interrupt();
        hanging.countDown();

        assertThat(first.get(30, TimeUnit.SECONDS)).isTrue();
        List<CompletableFuture<Boolean>> served =
                queued.stream().filter(each -> !each.isCompletedExceptionally()).toList();
        assertThat(served).hasSize(QUEUE);
        for (CompletableFuture<Boolean> each : served) {
            assertThat(each.get(30, TimeUnit.SECONDS)).isTrue();
        }
        thread.get().join(TimeUnit.SECONDS.toMillis(30));
        assertStopping();
    }

    @Test
    void a_writer_that_is_closed_tells_that_the_gateway_is_stopping() {
        commits = on(gateway.dataSource());
        commits.close();
        assertStopping();
    }

    private void assertStopping() {
        assertThatThrownBy(() -> commits.write(insert()))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> {
                            assertThat(problem.status()).isEqualTo(503);
                            assertThat(problem.code()).isEqualTo("stopping");
                            assertThat(problem.retryAfter()).isPresent();
                        });
    }

    private GroupCommit on(DataSource source) {
        return GroupCommit.start(
                new InvoiceSession(source, Clock.systemUTC()),
                () -> {},
                work -> {
                    thread.set(new Thread(work));
                    return thread.get();
                },
                QUEUE,
                10);
    }

    private CompletableFuture<Boolean> writing() {
        return CompletableFuture.supplyAsync(
                () -> commits.write(insert()), work -> new Thread(work).start());
    }

    /** Waits for what has to come true soon. */
    private static void until(BooleanSupplier condition) {
        long deadline = in(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("too late").isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static long in(long seconds) {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Deaf to interruption, as a socket is. */
    private DataSource hangingSource() {
        return (DataSource)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {DataSource.class},
                        (self, method, arguments) -> {
                            reached.countDown();
                            boolean interrupted = false;
                            while (hanging.getCount() > 0) {
                                try {
                                    hanging.await();
                                } catch (InterruptedException e) {
                                    interrupted = true;
                                }
                            }
                            if (interrupted) {
                                Thread.currentThread().interrupt();
                            }
                            return gateway.dataSource().getConnection();
                        });
    }

    private InvoiceInsert insert() {
        return SampleInsert.of(shop, caller, Optional.empty());
    }
}
