package org.bluejay.gateway.shared;

import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;

/**
 * SQL of background work, on a pool of its own, outside any request's transaction: each call is one
 * transaction, begun and committed here.
 */
public class WorkDatabase {

    private final Jdbi jdbi;

    /** For the container's proxy only. */
    protected WorkDatabase() {
        this.jdbi = null;
    }

    public WorkDatabase(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public <T, X extends Exception> T inTransaction(HandleCallback<T, X> work) throws X {
        ClassLoader callers = useOwnLoader();
        try {
            return jdbi.inTransaction(work);
        } finally {
            Thread.currentThread().setContextClassLoader(callers);
        }
    }

    public <X extends Exception> void useTransaction(HandleConsumer<X> work) throws X {
        ClassLoader callers = useOwnLoader();
        try {
            jdbi.useTransaction(work);
        } finally {
            Thread.currentThread().setContextClassLoader(callers);
        }
    }

    /**
     * A pool that has no connection left makes one with the loader of the thread that wants it. A
     * connector's thread has the connector's, in which there is no data source.
     */
    private static ClassLoader useOwnLoader() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(WorkDatabase.class.getClassLoader());
        return before;
    }
}
