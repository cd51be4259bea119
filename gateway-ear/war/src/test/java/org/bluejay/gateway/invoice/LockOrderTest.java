package org.bluejay.gateway.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.OptimisticLockException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.merchant.TestShops;
import org.bluejay.gateway.network.Channel;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Callers;
import org.bluejay.gateway.shared.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever hears of money locks invoices by their ids, and then payments. In each test somebody
 * holds what a report has to wait for, and then takes what the report must not hold by then: a
 * report that took them the other way round would be in a deadlock with him.
 */
class LockOrderTest {

    private static final CurrencyUnit KES = CurrencyUnit.iso("KES");

    @TempDir static Path folder;
    static TestGateway gateway;
    static InvoiceService invoices;
    static PaymentService payments;

    final UUID merchant = TestShops.merchant(gateway);
    final Shop shop = TestShops.shop(gateway, merchant, Environment.LIVE);
    final Caller caller = Callers.of(merchant, Optional.empty(), Environment.LIVE, Set.of("*"));
    final Channel channel = TestInvoices.till(gateway, caller, shop);

    @BeforeAll
    static void open() throws Exception {
        gateway = TestInvoices.gateway(folder);
        invoices = gateway.get(InvoiceService.class);
        payments = gateway.get(PaymentService.class);
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void money_without_an_attempt_waits_for_its_invoice_before_it_is_touched() throws Exception {
        Invoice invoice = invoice();
        UUID payment = stray("A");
        payments.assign(caller, payment, invoice.link());

        crossing(
                () -> repository().lock(invoice.id()),
                () -> apply("nobody-knows", reversed("A")),
                () -> repository().transfer(payment));

        assertThat(read(invoice).paid().isZero()).isTrue();
    }

    @Test
    void money_of_another_invoice_waits_for_that_one_before_it_is_touched() throws Exception {
        String attempt = attempt(invoice());
        Invoice other = invoice();
        UUID payment = stray("A");
        payments.assign(caller, payment, other.link());

        crossing(
                () -> repository().lock(other.id()),
                () -> apply(attempt, reversed("A")),
                () -> repository().transfer(payment));

        assertThat(read(other).paid().isZero()).isTrue();
    }

    @Test
    void two_invoices_are_locked_in_the_order_of_their_ids() throws Exception {
        List<Invoice> both =
                Stream.of(invoice(), invoice()).sorted(Comparator.comparing(Invoice::id)).toList();
        Invoice earlier = both.get(0);
        Invoice later = both.get(1);
        String attempt = attempt(later);
        UUID payment = stray("A");
        payments.assign(caller, payment, earlier.link());

        crossing(
                () -> repository().lock(earlier.id()),
                () -> apply(attempt, reversed("A")),
                () -> repository().lock(later.id()));

        assertThat(read(earlier).paid().isZero()).isTrue();
    }

    @Test
    void strays_are_locked_in_one_order_however_they_are_listed() throws Exception {
        UUID first = stray("A");
        UUID second = stray("B");

        crossing(
                () -> repository().transfer(first),
                () -> apply("nobody-knows", reversed("B"), reversed("A")),
                () -> repository().transfer(second));

        assertThat(List.of(first, second))
                .allSatisfy(
                        id -> assertThat(payments.get(caller, id).status()).isEqualTo("reversed"));
    }

    @Test
    void money_that_is_given_away_meanwhile_is_taken_when_it_is_told_again() throws Exception {
        Invoice asked = invoice();
        String attempt = attempt(asked);
        Invoice other = invoice();
        UUID payment = stray("A");
        Runnable report = () -> apply(attempt, reversed("A"));

        assertThatThrownBy(
                        () ->
                                crossing(
                                        () -> repository().lock(asked.id()),
                                        report,
                                        () -> payments.assign(caller, payment, other.link())))
                .hasRootCauseInstanceOf(OptimisticLockException.class);
        assertThat(read(other).status()).isEqualTo(InvoiceStatus.PAID);

        report.run();
        assertThat(read(other).paid().isZero()).isTrue();
    }

    /**
     * @param first what somebody has locked when the report comes
     * @param report taken over by another thread, which has to wait for that
     * @param second what he locks then
     */
    private static void crossing(Runnable first, Runnable report, Runnable second)
            throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> heard =
                    gateway.inTransaction(
                            () -> {
                                first.run();
                                Future<?> running = thread.submit(report);
                                awaitSomebodyWaiting();
                                second.run();
                                return running;
                            });
            heard.get(30, TimeUnit.SECONDS);
        } finally {
            thread.shutdownNow();
        }
    }

    private static void awaitSomebodyWaiting() throws SQLException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!somebodyWaits()) {
            assertThat(System.nanoTime()).as("nobody waits").isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static boolean somebodyWaits() throws SQLException {
        try (Connection connection = gateway.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select count(*) > 0 from pg_locks l join pg_stat_activity a on"
                                        + " a.pid = l.pid where not l.granted and a.datname ="
                                        + " current_database()")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static InvoiceRepository repository() {
        return gateway.get(InvoiceRepository.class);
    }

    private Invoice invoice() {
        return TestInvoices.open(gateway, shop, Money.of("10.00", KES));
    }

    private static String attempt(Invoice invoice) {
        return gateway.get(AttemptService.class)
                .start(invoice, new NewAttempt("mpesa-code", null, Map.of()))
                .id()
                .toString();
    }

    private Invoice read(Invoice invoice) {
        return invoices.get(caller, invoice.id().toString());
    }

    /** Money that came, and nobody knows what for. */
    private UUID stray(String name) {
        apply("nobody-knows", transfer(name, TransferState.SETTLED, Duration.ZERO));
        return payments.list(caller, Optional.of(false), Optional.empty(), 10).items().stream()
                .filter(payment -> payment.networkId().startsWith(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private PaymentReport.Transfer reversed(String name) {
        return transfer(name, TransferState.REVERSED, Duration.ofSeconds(1));
    }

    private PaymentReport.Transfer transfer(String name, TransferState state, Duration later) {
        return new PaymentReport.Transfer(
                name + shop.id(),
                Set.of(),
                Money.of("10.00", KES),
                state,
                gateway.clock().instant(),
                gateway.clock().instant().plus(later),
                false);
    }

    private void apply(String reference, PaymentReport.Transfer... transfers) {
        invoices.apply(
                ChannelRef.of(channel),
                new PaymentReport(
                        new PaymentHandle(reference, ""),
                        PaymentReport.State.OPEN,
                        List.of(transfers),
                        ""));
    }
}
