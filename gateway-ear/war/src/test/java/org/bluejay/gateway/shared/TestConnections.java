package org.bluejay.gateway.shared;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.sql.DataSource;

/**
 * The transactions of a test, by thread. Aggregates and SQL of one transaction share one
 * connection, as they do in the application server.
 */
final class TestConnections {

    private static final Set<String> LEFT_TO_THE_TRANSACTION =
            Set.of("close", "commit", "rollback", "setAutoCommit");

    /** The gateway under test; tests of one JVM run one after the other. */
    private static volatile TestConnections current;

    private final DataSource database;
    private final EntityManagerFactory factory;
    private final ThreadLocal<Deque<EntityManager>> open = ThreadLocal.withInitial(ArrayDeque::new);

    TestConnections(DataSource database, EntityManagerFactory factory) {
        this.database = database;
        this.factory = factory;
    }

    static TestConnections current() {
        return current;
    }

    void becomeCurrent() {
        current = this;
    }

    boolean isActive() {
        return !open.get().isEmpty();
    }

    /** A new transaction, beside any that this thread has. */
    <T> T inTransaction(Callable<T> work) throws Exception {
        EntityManager entities = factory.createEntityManager();
        entities.getTransaction().begin();
        open.get().push(entities);
        try {
            T result = work.call();
            open.get().pop();
            entities.getTransaction().commit();
            return result;
        } finally {
            open.get().remove(entities);
            if (entities.getTransaction().isActive()) {
                entities.getTransaction().rollback();
            }
            entities.close();
        }
    }

    <T> T suspended(Callable<T> work) throws Exception {
        Deque<EntityManager> stack = open.get();
        open.set(new ArrayDeque<>());
        try {
            return work.call();
        } finally {
            open.set(stack);
        }
    }

    /** Of the running transaction; outside one, a new one for each call. */
    EntityManager entityManager() {
        return proxy(
                EntityManager.class,
                (self, method, arguments) -> {
                    EntityManager running = open.get().peek();
                    return invoke(
                            method,
                            running == null ? factory.createEntityManager() : running,
                            arguments);
                });
    }

    /** Connections of the running transaction; outside one, each commits for itself. */
    DataSource dataSource() {
        return proxy(
                DataSource.class,
                (self, method, arguments) ->
                        method.getName().equals("getConnection")
                                ? connection()
                                : invoke(method, database, arguments));
    }

    private Connection connection() throws Exception {
        EntityManager running = open.get().peek();
        if (running == null) {
            return database.getConnection();
        }
        Connection shared = running.unwrap(Connection.class);
        return proxy(
                Connection.class,
                (self, method, arguments) ->
                        LEFT_TO_THE_TRANSACTION.contains(method.getName())
                                ? null
                                : invoke(method, shared, arguments));
    }

    private static Object invoke(Method method, Object target, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
