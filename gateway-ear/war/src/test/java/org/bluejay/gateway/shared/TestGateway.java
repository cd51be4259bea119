package org.bluejay.gateway.shared;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.inject.ConfigExtension;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.NormalScope;
import jakarta.enterprise.inject.Stereotype;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.bluejay.connector.tck.StoppedClock;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/**
 * The gateway's beans without an application server, on a fresh PostgreSQL: real injection,
 * interceptors and JPA, with one connection a transaction for aggregates and SQL alike, and a clock
 * that stands still.
 *
 * <p>Beans are those of the rooms asked for and of the ground floors. What needs the server itself
 * ({@code @Resource}) is left out; nothing runs in the background.
 */
public final class TestGateway implements AutoCloseable {

    private static final Set<String> GROUND =
            Set.of(
                    "shared",
                    "event",
                    "audit",
                    "idempotency",
                    "merchant",
                    "currency",
                    "rate",
                    "source",
                    "ledger");

    private final StoppedClock clock = new StoppedClock();
    private final DataSource database = TestDatabase.fresh();
    private final EntityManagerFactory factory;
    private final TestConnections connections;
    private final SmallRyeConfig config;
    private final WeldContainer container;

    /**
     * One with settings of its own.
     *
     * @param settings as MicroProfile Config would give them
     * @param rooms packages beside the ground floors, such as {@code invoice}
     */
    public static TestGateway open(Map<String, String> settings, String... rooms) {
        return new TestGateway(settings, Set.of(), rooms);
    }

    public static TestGateway open(String... rooms) {
        return new TestGateway(Map.of(), Set.of(), rooms);
    }

    /**
     * One with beans of the test's own.
     *
     * @param beans in the place of some that its rooms lack
     */
    public static TestGateway with(
            Set<Class<?>> beans, Map<String, String> settings, String... rooms) {
        return new TestGateway(settings, beans, rooms);
    }

    private TestGateway(Map<String, String> settings, Set<Class<?>> beans, String... rooms) {
        factory = TestPersistence.open(database);
        connections = new TestConnections(database, factory);
        connections.becomeCurrent();
        TestPlatform.lend(this);
        config =
                new SmallRyeConfigBuilder()
                        .addDefaultSources()
                        .addDiscoveredConverters()
                        .withSources(new PropertiesConfigSource(settings, "test", 500))
                        .build();
        ClassLoader loader = TestGateway.class.getClassLoader();
        ConfigProviderResolver.instance().registerConfig(config, loader);
        Set<String> wanted = new TreeSet<>(GROUND);
        wanted.addAll(List.of(rooms));
        Weld weld =
                new Weld(UUID.randomUUID().toString())
                        .disableDiscovery()
                        .setClassLoader(loader)
                        .addExtension(new ConfigExtension());
        weld.addBeanClasses(TestPlatform.class, TestTransactions.class);
        classesOf(wanted).forEach(weld::addBeanClass);
        beans.forEach(weld::addBeanClass);
        container = weld.initialize();
    }

    public <T> T get(Class<T> bean) {
        return container.select(bean).get();
    }

    public StoppedClock clock() {
        return clock;
    }

    /** Connections outside any transaction. */
    public DataSource dataSource() {
        return database;
    }

    /** Runs a test's own steps in one transaction, which is undone when they throw. */
    public <T> T inTransaction(Callable<T> work) {
        try {
            return connections.inTransaction(work);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public void inTransaction(Runnable work) {
        inTransaction(
                () -> {
                    work.run();
                    return null;
                });
    }

    /** The first column of what a query finds. */
    public <T> List<T> column(Class<T> type, String sql, Object... arguments) {
        return get(Database.class).with(handle -> handle.select(sql, arguments).mapTo(type).list());
    }

    TestConnections connections() {
        return connections;
    }

    @Override
    public void close() {
        container.close();
        ConfigProviderResolver.instance().releaseConfig(config);
        factory.close();
    }

    private static Set<Class<?>> classesOf(Set<String> rooms) {
        Set<Class<?>> beans =
                rooms.stream()
                        .flatMap(TestGateway::classesOf)
                        .filter(TestGateway::isBean)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<Class<?>> absent = new HashSet<>();
        beans.stream().filter(bean -> !needsNoServer(bean)).forEach(absent::add);
        // What needs something that is not there is not there either.
        while (absent.addAll(beans.stream().filter(bean -> injectsOneOf(absent, bean)).toList())) {
            beans.removeAll(absent);
        }
        beans.removeAll(absent);
        return beans;
    }

    private static boolean injectsOneOf(Set<Class<?>> absent, Class<?> bean) {
        return Arrays.stream(bean.getDeclaredFields())
                .anyMatch(
                        field ->
                                field.isAnnotationPresent(Inject.class)
                                        && absent.contains(field.getType()));
    }

    private static Stream<Class<?>> classesOf(String room) {
        Path root = TestPersistence.classes();
        String folder = "org/bluejay/gateway/" + room;
        if (Files.notExists(root.resolve(folder))) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files
                    .map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
                    .sorted()
                    .<Class<?>>map(TestGateway::load)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, TestGateway.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@code beans.xml} has it: what carries an annotation that makes it a bean. */
    private static boolean isBean(Class<?> type) {
        return Arrays.stream(type.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(
                        annotation ->
                                annotation.isAnnotationPresent(NormalScope.class)
                                        || annotation.isAnnotationPresent(Stereotype.class)
                                        || annotation == Interceptor.class
                                        || annotation == Dependent.class);
    }

    private static boolean needsNoServer(Class<?> type) {
        return type != GatewaySecrets.class
                && type != SchemaMigration.class
                && Arrays.stream(type.getDeclaredFields())
                        .noneMatch(field -> field.isAnnotationPresent(Resource.class));
    }
}
