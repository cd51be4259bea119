package org.bluejay.gateway.shared;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.bluejay.gateway.page.Pages;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** Lends in tests what {@link Platform} and {@link GatewaySecrets} bring in from the server. */
@ApplicationScoped
public class TestPlatform {

    private static TestGateway gateway;

    static void lend(TestGateway to) {
        gateway = to;
    }

    @Produces
    EntityManager entities() {
        return gateway.connections().entityManager();
    }

    @Produces
    @ApplicationScoped
    Database database() {
        return new Database(Platform.jdbi(gateway.connections().dataSource()));
    }

    @Produces
    @ApplicationScoped
    WorkDatabase workDatabase() {
        return new WorkDatabase(Platform.jdbi(gateway.dataSource()));
    }

    @Produces
    OwnConnections ownConnections() {
        return new OwnConnections((purpose, patience) -> gateway.dataSource());
    }

    @Produces
    Clock clock() {
        return gateway.clock();
    }

    /** Knows whether there is a transaction, and nothing else. */
    @Produces
    TransactionSynchronizationRegistry transactions() {
        return (TransactionSynchronizationRegistry)
                Proxy.newProxyInstance(
                        TestPlatform.class.getClassLoader(),
                        new Class<?>[] {TransactionSynchronizationRegistry.class},
                        (self, method, arguments) -> {
                            if (method.getName().equals("getTransactionStatus")) {
                                return gateway.connections().isActive()
                                        ? Status.STATUS_ACTIVE
                                        : Status.STATUS_NO_TRANSACTION;
                            }
                            throw new UnsupportedOperationException(method.getName());
                        });
    }

    /** Over the files themselves, where there is no server to ask for them. */
    @Produces
    Pages pages() {
        return new Pages(TestPlatform::file);
    }

    private static InputStream file(String path) {
        try {
            return Files.newInputStream(Path.of("src/main/webapp" + path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Produces
    Secrets secrets() {
        return new Secrets(new byte[32]);
    }

    @Produces
    @ApplicationScoped
    Validator validator() {
        return Validation.byDefaultProvider()
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()
                .getValidator();
    }
}
