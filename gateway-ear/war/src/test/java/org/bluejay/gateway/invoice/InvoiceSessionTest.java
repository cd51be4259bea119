package org.bluejay.gateway.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.merchant.TestShops;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Callers;
import org.bluejay.gateway.shared.IdempotencyKey;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rule 10 of money: the writer's session answers what is so, also when a commit's end is lost. */
class InvoiceSessionTest {

    /** What becomes of the connection at the next commit. */
    private enum Fate {
        LOST_BEFORE,
        LOST_AFTER
    }

    static TestGateway gateway;

    final Shop shop = TestShops.sandbox(gateway);
    final Caller caller = Callers.of(shop.merchantId());
    final AtomicReference<Fate> fate = new AtomicReference<>();
    final InvoiceSession session = new InvoiceSession(unreliable(), Clock.systemUTC());

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
        session.close();
    }

    @Test
    void each_of_a_batch_is_there_whole_and_a_used_key_leaves_nothing() throws Exception {
        InvoiceInsert plain = insert(caller, Optional.empty());
        InvoiceInsert keyed = insert(keyed("k1"), Optional.of("Ada"));
        InvoiceInsert again = insert(keyed("k1"), Optional.of("Ada"));

        assertThat(session.write(List.of(plain, keyed, again))).containsExactly(true, true, false);
        assertThat(session.write(List.of(insert(keyed("k1"), Optional.empty()))))
                .containsExactly(false);

        assertThat(invoices()).isEqualTo(2);
        for (String table : List.of("event", "audit")) {
            assertThat(count(table)).as(table).isEqualTo(2);
        }
        assertThat(count("payer")).isEqualTo(1);
        assertThat(
                        gateway.column(
                                Integer.class,
                                "select count(*) from invoice i join payer p on p.id = i.payer_id"
                                        + " where i.shop_id = ?",
                                shop.id()))
                .containsExactly(1);
    }

    @Test
    void one_bad_row_undoes_its_whole_batch() throws Exception {
        InvoiceInsert good = insert(caller, Optional.empty());
        InvoiceInsert twice =
                new InvoiceInsert(
                        caller, good.invoice(), Optional.empty(), good.created(), good.answer());
        assertThatThrownBy(() -> session.write(List.of(good, twice)))
                .isInstanceOf(InvoiceSession.Refused.class);
        assertThat(invoices()).isZero();
        assertThat(session.write(List.of(good))).containsExactly(true);
    }

    @Test
    void after_a_commit_that_nobody_confirmed_it_looks_what_became_of_it() throws Exception {
        session.write(List.of(insert(caller, Optional.empty())));
        fate.set(Fate.LOST_AFTER);
        assertThat(session.write(List.of(insert(keyed("k2"), Optional.empty()))))
                .containsExactly(true);
        assertThat(invoices()).isEqualTo(2);
    }

    @Test
    void after_a_commit_that_did_not_happen_it_does_not_say_it_did() throws Exception {
        session.write(List.of(insert(caller, Optional.empty())));
        fate.set(Fate.LOST_BEFORE);
        assertThat(session.write(List.of(insert(keyed("k3"), Optional.empty()))))
                .containsExactly(false);
        fate.set(Fate.LOST_BEFORE);
        assertThatThrownBy(() -> session.write(List.of(insert(caller, Optional.empty()))))
                .isInstanceOf(SQLException.class);
        assertThat(invoices()).isEqualTo(1);

        assertThat(session.write(List.of(insert(keyed("k3"), Optional.empty()))))
                .containsExactly(true);
    }

    private Caller keyed(String key) {
        return Callers.under(caller, new IdempotencyKey(key, new byte[32]));
    }

    private InvoiceInsert insert(Caller who, Optional<String> payer) {
        Payers.Row row =
                payer.map(
                                name ->
                                        new Payers.Row(
                                                Ids.next(),
                                                shop.id(),
                                                new byte[] {1},
                                                new byte[] {2},
                                                Clock.systemUTC().instant()))
                        .orElse(null);
        return SampleInsert.of(shop, who, Optional.ofNullable(row));
    }

    private int invoices() {
        return count("invoice");
    }

    private int count(String table) {
        return gateway.column(
                        Integer.class,
                        "select count(*) from " + table + " where shop_id = ?",
                        shop.id())
                .get(0);
    }

    /** Connections that can be lost at a commit, before or after the server has done it. */
    private DataSource unreliable() {
        return proxy(
                DataSource.class,
                (method, arguments) -> {
                    Connection real = gateway.dataSource().getConnection();
                    real.setClientInfo("ApplicationName", "invoice-writer");
                    return unreliable(real);
                });
    }

    private Connection unreliable(Connection real) {
        return proxy(
                Connection.class,
                (method, arguments) -> {
                    boolean rows = method.getName().equals("commit");
                    Fate now = rows ? fate.getAndSet(null) : null;
                    if (now == Fate.LOST_AFTER) {
                        real.commit();
                    }
                    if (now != null) {
                        real.abort(Runnable::run);
                        throw new SQLException("the line went dead", "08006");
                    }
                    return method.invoke(real, arguments);
                });
    }

    private interface Call {
        Object on(java.lang.reflect.Method method, Object[] arguments) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(
                Proxy.newProxyInstance(
                        InvoiceSessionTest.class.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> {
                            try {
                                return call.on(method, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }
}
