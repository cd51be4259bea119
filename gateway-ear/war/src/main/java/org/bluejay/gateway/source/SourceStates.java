package org.bluejay.gateway.source;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.WorkDatabase;

/**
 * How the sources fare, whichever node reads them: whether money that comes to a chain would be
 * seen, and what a person has to look at.
 */
@ApplicationScoped
public class SourceStates {

    private static final String STATES =
            """
            select s.network, s.environment, s.position <> '' as begun, s.fault,
                (select count(*) from sighting_aside a
                 where a.network = s.network and a.environment = s.environment) as aside
            from source s order by s.network, s.environment\
            """;

    private static final String BEGUN =
            """
            select exists (select from source
                where network = :network and environment = :environment and position <> '')\
            """;

    @Inject WorkDatabase work;
    @Inject Database database;

    /** As last looked at: health is asked for when the database does not answer, too. */
    private volatile List<State> last = List.of();

    /**
     * A source that is set up.
     *
     * @param begun whether it was ever read
     * @param fault why it could not be read the last time; empty while it can
     * @param aside how many transfers were seen and could not be taken over yet
     */
    record State(SourceRef source, boolean begun, String fault, int aside) {

        /** In words. */
        String text() {
            String reading =
                    fault.isEmpty()
                            ? begun ? "read" : "not read yet"
                            : (begun ? "not read now: " : "never read yet: ") + fault;
            return aside == 0 ? reading : reading + "; set aside: " + aside;
        }
    }

    /**
     * Whether a chain was ever read. A source tells of nothing that was in its book before, so an
     * address must not be given out earlier.
     */
    public boolean hasBegun(String network, Environment environment) {
        return database.with(
                handle ->
                        handle.createQuery(BEGUN)
                                .bind("network", network)
                                .bind("environment", EnvironmentConverter.text(environment))
                                .mapTo(Boolean.class)
                                .one());
    }

    void look() {
        last =
                work.inTransaction(
                        handle ->
                                handle.createQuery(STATES)
                                        .map((row, context) -> state(row))
                                        .list());
    }

    List<State> last() {
        return last;
    }

    /** Over all sources. */
    int aside() {
        return last.stream().mapToInt(State::aside).sum();
    }

    private static State state(ResultSet row) throws SQLException {
        return new State(
                new SourceRef(
                        row.getString("network"),
                        EnvironmentConverter.of(row.getString("environment"))),
                row.getBoolean("begun"),
                row.getString("fault"),
                row.getInt("aside"));
    }
}
