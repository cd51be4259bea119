package org.bluejay.gateway.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.shared.AddressRanges;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Callers;
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
    boolean isAway;
    final KeyLookup lookup = new KeyLookup(counting());

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
    void reads_all_keys_over_one_connection() {
        ByteBuffer one = key();
        ByteBuffer other = key();
        ByteBuffer none = ByteBuffer.wrap(KeyText.random(Environment.LIVE).hash());

        assertThat(lookup.read(Set.of(one, none, other))).containsOnlyKeys(one, other);
        assertThat(lookup.read(Set.of(one)).get(one).merchantId()).isEqualTo(merchant);
        assertThat(opened).hasSize(1);
    }

    @Test
    void opens_another_when_the_database_has_ended_it() throws Exception {
        ByteBuffer key = key();
        lookup.read(Set.of(key));
        endSession(opened.get(0));

        assertThat(lookup.read(Set.of(key))).containsOnlyKeys(key);
        assertThat(opened).hasSize(2);
        assertThat(opened.get(0).isClosed()).isTrue();
    }

    @Test
    void says_that_the_database_is_away_and_comes_back_with_it() throws Exception {
        ByteBuffer key = key();
        lookup.read(Set.of(key));
        isAway = true;
        endSession(opened.get(0));

        assertThatThrownBy(() -> lookup.read(Set.of(key))).isInstanceOf(ConnectionException.class);
        assertThatThrownBy(() -> lookup.read(Set.of(key))).isInstanceOf(ConnectionException.class);

        isAway = false;
        assertThat(lookup.read(Set.of(key))).containsOnlyKeys(key);
    }

    private static void endSession(Connection connection) throws SQLException {
        int backend = connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
        assertThat(gateway.column(Boolean.class, "select pg_terminate_backend(?)", backend))
                .containsExactly(true);
    }

    private ByteBuffer key() {
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
                            if (isAway) {
                                throw new SQLException("away", "08001");
                            }
                            Connection next = gateway.dataSource().getConnection();
                            opened.add(next);
                            return next;
                        });
    }
}
