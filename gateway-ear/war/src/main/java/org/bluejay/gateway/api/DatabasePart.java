package org.bluejay.gateway.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.bluejay.gateway.shared.ReadinessPart;

/** That the database answers, and that its schema is the gateway's. */
@ApplicationScoped
public class DatabasePart implements ReadinessPart {

    @Inject DatabaseProbe probe;

    @Override
    public String name() {
        return "database";
    }

    @Override
    public Optional<String> trouble() {
        boolean ready = probe.isMigrated().toCompletableFuture().join();
        return ready ? Optional.empty() : Optional.of("does not answer in time");
    }
}
