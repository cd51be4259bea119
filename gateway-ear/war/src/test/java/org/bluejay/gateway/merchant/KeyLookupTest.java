package org.bluejay.gateway.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.shared.AddressRanges;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Callers;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.TestGateway;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The session over which keys are read, and what becomes of it. */
class KeyLookupTest {

    static TestGateway gateway;

    final UUID merchant = TestShops.merchant(gateway);
    final Caller owner = Callers.of(merchant);
    final List<Connection> opened = new ArrayList<>();
    final AtomicInteger asked = new AtomicInteger();
    boolean isAway;
    String setUp = "select 1";
    final KeyLookup lookup = new KeyLookup(counting(), gateway.clock());

    @BeforeAll
    static void open() {
        gateway = TestGateway.open();
    }

    @AfterAll
    static void shut() {
        gateway.close();
    }

    @AfterEach
    void end() {
        lookup.close();
    }

    @Test
    void reads_the_keys_of_all_merchants_over_one_connection() {
        UUID neighbour = TestShops.merchant(gateway);
        ByteBuffer mine = key(owner);
        ByteBuffer theirs = key(Callers.of(neighbour));
        ByteBuffer none = ByteBuffer.wrap(KeyText.random(Environment.LIVE).hash());

        Map<ByteBuffer, KnownKey> found = lookup.read(Set.of(mine, none, theirs));

        assertThat(found).containsOnlyKeys(mine, theirs);
        assertThat(found.get(mine).merchantId()).isEqualTo(merchant);
        assertThat(found.get(theirs).merchantId()).isEqualTo(neighbour);
        assertThat(lookup.read(Set.of(mine))).containsOnlyKeys(mine);
        assertThat(opened).hasSize(1);
    }

    /** What is between may drop an idle session; after a failover the old primary would answer. */
    @Test
    void opens_another_every_minute() throws Exception {
        ByteBuffer key = key(owner);
        lookup.read(Set.of(key));
        gateway.clock().advance(Duration.ofSeconds(60));
        lookup.read(Set.of(key));
        assertThat(opened).hasSize(1);
        gateway.clock().advance(Duration.ofSeconds(1));

        assertThat(lookup.read(Set.of(key))).containsOnlyKeys(key);
        assertThat(opened).hasSize(2);
        assertThat(opened.get(0).isClosed()).isTrue();
    }

    @Test
    void a_key_that_cannot_be_read_is_none_and_costs_the_others_nothing() {
        ByteBuffer good = key(owner);
        ByteBuffer bad = key(owner);
        gateway.get(Database.class)
                .update(
                        "update api_key set allowed_addresses = 'nowhere' where id = ?",
                        lookup.read(Set.of(bad)).get(bad).id());

        assertThat(lookup.read(Set.of(good, bad))).containsOnlyKeys(good);
    }

    @Test
    void reads_nothing_and_opens_nothing_once_it_is_closed() {
        ByteBuffer key = key(owner);
        lookup.read(Set.of(key));
        lookup.close();

        assertThatThrownBy(() -> lookup.read(Set.of(key))).isInstanceOf(Problem.class);
        assertThat(opened).hasSize(1).allSatisfy(one -> assertThat(one.isClosed()).isTrue());
    }

    @Test
    void opens_another_when_the_database_has_ended_it() throws Exception {
        ByteBuffer key = key(owner);
        lookup.read(Set.of(key));
        endSession(opened.get(0));

        assertThat(lookup.read(Set.of(key))).containsOnlyKeys(key);
        assertThat(opened).hasSize(2);
        assertThat(opened.get(0).isClosed()).isTrue();
    }

    @Test
    void says_that_the_database_is_away_and_comes_back_with_it() throws Exception {
        ByteBuffer key = key(owner);
        lookup.read(Set.of(key));
        isAway = true;
        endSession(opened.get(0));

        assertThatThrownBy(() -> lookup.read(Set.of(key))).isInstanceOf(ConnectionException.class);
        assertThatThrownBy(() -> lookup.read(Set.of(key))).isInstanceOf(ConnectionException.class);
        assertThat(asked).hasValue(3);

        isAway = false;
        assertThat(lookup.read(Set.of(key))).containsOnlyKeys(key);
    }

    @Test
    void does_not_ask_again_when_the_database_takes_too_long() throws Exception {
        ByteBuffer key = key(owner);
        setUp = "set statement_timeout = '200ms'";
        lookup.read(Set.of(key));
        try (Connection other = gateway.dataSource().getConnection()) {
            other.setAutoCommit(false);
            execute(other, "lock table api_key in access exclusive mode");

            assertThatThrownBy(() -> lookup.read(Set.of(key)))
                    .isInstanceOf(ConnectionException.class);

            assertThat(opened).hasSize(1);
            other.rollback();
        }
        assertThat(lookup.read(Set.of(key))).containsOnlyKeys(key);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void endSession(Connection connection) throws SQLException {
        int backend = connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
        assertThat(gateway.column(Boolean.class, "select pg_terminate_backend(?)", backend))
                .containsExactly(true);
    }

    private static ByteBuffer key(Caller owner) {
        String text =
                gateway.get(ApiKeyService.class)
                        .issue(
                                owner,
                                Optional.empty(),
                                new ApiKey.Terms(
                                        "test",
                                        Scopes.of(List.of("*")),
                                        new AddressRanges(List.of()),
                                        Optional.empty()))
                        .text()
                        .reveal();
        return ByteBuffer.wrap(KeyText.parse(text).orElseThrow().hash());
    }

    private DataSource counting() {
        return (DataSource)
                Proxy.newProxyInstance(
                        KeyLookupTest.class.getClassLoader(),
                        new Class<?>[] {DataSource.class},
                        (self, method, arguments) -> {
                            asked.incrementAndGet();
                            if (isAway) {
                                throw new SQLException("away", "08001");
                            }
                            Connection next = gateway.dataSource().getConnection();
                            execute(next, setUp);
                            opened.add(next);
                            return next;
                        });
    }
}
