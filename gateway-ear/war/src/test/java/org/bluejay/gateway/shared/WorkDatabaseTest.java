package org.bluejay.gateway.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class WorkDatabaseTest {

    private static final DataSource FRESH = TestDatabase.fresh();

    final List<ClassLoader> loaders = new ArrayList<>();
    final WorkDatabase database = new WorkDatabase(Platform.jdbi(noticing()));

    /** The server makes connections with the class loader of the thread that wants one. */
    @Test
    void connections_are_made_with_the_gateways_classes_for_connectors_too() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader connectors = new URLClassLoader(new URL[0], null)) {
            thread.setContextClassLoader(connectors);

            database.useTransaction(handle -> handle.execute("select 1"));
            database.inTransaction(handle -> handle.execute("select 1"));

            assertThat(thread.getContextClassLoader()).isSameAs(connectors);
        } finally {
            thread.setContextClassLoader(before);
        }
        assertThat(loaders).hasSize(2).containsOnly(WorkDatabase.class.getClassLoader());
    }

    private DataSource noticing() {
        return (DataSource)
                Proxy.newProxyInstance(
                        WorkDatabaseTest.class.getClassLoader(),
                        new Class<?>[] {DataSource.class},
                        (self, method, arguments) -> {
                            loaders.add(Thread.currentThread().getContextClassLoader());
                            return FRESH.getConnection();
                        });
    }
}
