package org.bluejay.gateway.shared;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;

/**
 * SQL inside the request's own transaction: what is written here is committed or undone together
 * with everything else of the same service method.
 */
public class Database {

    private final Jdbi jdbi;

    /** For the container's proxy only. */
    protected Database() {
        this.jdbi = null;
    }

    public Database(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public <T, X extends Exception> T with(HandleCallback<T, X> work) throws X {
        return jdbi.withHandle(work);
    }

    public <X extends Exception> void use(HandleConsumer<X> work) throws X {
        jdbi.useHandle(work);
    }

    /** Binds nothing: a shorter way to a handle for one statement with a count. */
    public int update(String sql, Object... arguments) {
        return with((Handle handle) -> handle.execute(sql, arguments));
    }
}
