package org.bluejay.gateway.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {

    @Test
    void two_tests_never_see_each_others_rows() throws SQLException {
        DataSource one = TestDatabase.fresh();
        DataSource other = TestDatabase.fresh();
        execute(one, "create table seen_by_one (id int)");
        assertThat(tables(one, "seen_by_one")).isOne();
        assertThat(tables(other, "seen_by_one")).isZero();
    }

    @Test
    void comes_with_the_gateways_schema() throws SQLException {
        assertThat(tables(TestDatabase.fresh(), "flyway_schema_history")).isOne();
        assertThat(tables(TestDatabase.empty(), "flyway_schema_history")).isZero();
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int tables(DataSource source, String name) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select count(*) from pg_tables where tablename = '"
                                        + name
                                        + "'")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
