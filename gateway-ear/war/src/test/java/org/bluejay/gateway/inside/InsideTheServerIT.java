package org.bluejay.gateway.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.TransactionalException;
import jakarta.transaction.UserTransaction;
import java.io.File;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.api.DatabasePart;
import org.bluejay.gateway.event.EventLog;
import org.bluejay.gateway.idempotency.IdempotencyStore;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.IdempotencyKey;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.WorkDatabase;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The WAR as it was built, in Payara Micro, on a real PostgreSQL; these tests run among its beans.
 */
@ExtendWith(ArquillianExtension.class)
class InsideTheServerIT {

    /** As web.xml says. */
    private static final int WORK_POOL = 20;

    private static final int WAITING = 10;
    private static final int LOOPS = 8;
    private static final long PATIENCE = 30;

    private static final String EVERY_ROW =
            """
            select (select count(*) from shop where merchant_id = :merchant)
                || ' ' || (select count(*) from audit where merchant_id = :merchant)
                || ' ' || (select count(*) from event where merchant_id = :merchant)
                || ' ' || (select count(*) from idempotency where scope = :merchant)\
            """;

    @Inject Purchase purchase;
    @Inject EventLog events;
    @Inject IdempotencyStore keys;
    @Inject Database database;
    @Inject WorkDatabase work;
    @Inject EntityManager entities;
    @Inject UserTransaction transaction;
    @Inject DatabasePart part;

    private Caller caller;

    @Deployment
    static WebArchive gateway() {
        return ShrinkWrap.createFromZipFile(
                        WebArchive.class, new File(System.getProperty("bluejay.war")))
                .addPackage(InsideTheServerIT.class.getPackage())
                .addAsLibraries(
                        new File(
                                Assertions.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .getPath()));
    }

    @BeforeEach
    void become_a_merchant() {
        UUID merchant = Ids.next();
        work.useTransaction(
                handle ->
                        handle.execute(
                                "insert into merchant (id, name, created_at) values (?, 'In',"
                                        + " now())",
                                merchant));
        caller =
                new Caller(
                        Ids.next(),
                        merchant,
                        Optional.empty(),
                        Duration.ZERO,
                        Environment.LIVE,
                        Set.of(),
                        "127.0.0.1",
                        "inside",
                        Optional.of(new IdempotencyKey("once", new byte[32])));
    }

    @Test
    void row_audit_event_and_key_are_committed_together() {
        purchase.make(caller);
        assertThat(rows()).isEqualTo("1 1 1 1");
    }

    @Test
    void an_exception_takes_all_of_them_back() {
        assertThatThrownBy(() -> purchase.fail(caller, new IllegalStateException("a bug")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(rows()).isEqualTo("0 0 0 0");
    }

    @Test
    void what_the_caller_did_wrong_takes_all_of_them_back_as_well() {
        assertThatThrownBy(() -> purchase.fail(caller, Problem.notFound("shop")))
                .isInstanceOf(Problem.class);
        assertThat(rows()).isEqualTo("0 0 0 0");
    }

    @Test
    void a_transaction_around_a_service_method_is_its_own() throws Exception {
        transaction.begin();
        purchase.make(caller);
        assertThat(rows()).as("seen from outside before the commit").isEqualTo("0 0 0 0");
        transaction.rollback();
        assertThat(rows()).isEqualTo("0 0 0 0");
    }

    @Test
    void nothing_is_told_or_recorded_outside_a_transaction() {
        assertThatThrownBy(() -> events.append(null)).isInstanceOf(TransactionalException.class);
        assertThatThrownBy(
                        () ->
                                keys.claim(
                                        caller,
                                        caller.idempotencyKey().orElseThrow(),
                                        Optional.empty()))
                .isInstanceOf(TransactionalException.class);
    }

    @Test
    void aggregates_and_sql_share_one_connection_and_background_work_has_another()
            throws Exception {
        transaction.begin();
        try {
            Object aggregates =
                    entities.createNativeQuery("select pg_backend_pid()").getSingleResult();
            assertThat(connection()).isEqualTo(((Number) aggregates).intValue());
            assertThat(connection()).isNotEqualTo(work.inTransaction(InsideTheServerIT::pid));
        } finally {
            transaction.rollback();
        }
    }

    @Test
    void background_work_that_takes_every_connection_leaves_requests_theirs() throws Exception {
        Semaphore working = new Semaphore(0);
        try (Crowd crowd = new Crowd(WORK_POOL + WAITING)) {
            crowd.everybody(
                    () ->
                            work.useTransaction(
                                    handle -> {
                                        working.release();
                                        crowd.stay();
                                    }));
            // The gateway's own loops hold a few.
            assertThat(working.tryAcquire(WORK_POOL - LOOPS, PATIENCE, TimeUnit.SECONDS)).isTrue();
            assertThat(connection()).isPositive();
            assertThat(working.availablePermits()).isLessThanOrEqualTo(LOOPS);
        }
    }

    @Test
    void a_database_that_does_not_answer_makes_the_node_unready_and_keeps_nobody_waiting()
            throws Exception {
        assertThat(isReady()).isTrue();
        CountDownLatch locked = new CountDownLatch(1);
        try (Crowd crowd = new Crowd(1)) {
            crowd.everybody(
                    () ->
                            work.useTransaction(
                                    handle -> {
                                        handle.execute("lock table flyway_schema_history");
                                        locked.countDown();
                                        crowd.stay();
                                    }));
            assertThat(locked.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
            assertTimeoutPreemptively(
                    Duration.ofSeconds(10), () -> assertThat(isReady()).isFalse());
        }
        assertThat(isReady()).isTrue();
    }

    /** What the readiness check says of the database. */
    private boolean isReady() {
        return part.trouble().isEmpty();
    }

    /** How many rows the merchant has, counted on a connection of its own. */
    private String rows() {
        return work.inTransaction(
                handle ->
                        handle.createQuery(EVERY_ROW)
                                .bind("merchant", caller.merchantId())
                                .mapTo(String.class)
                                .one());
    }

    /** The connection that SQL of this thread's transaction goes to. */
    private int connection() {
        return database.with(InsideTheServerIT::pid);
    }

    private static int pid(Handle handle) {
        return handle.createQuery("select pg_backend_pid()").mapTo(int.class).one();
    }
}
