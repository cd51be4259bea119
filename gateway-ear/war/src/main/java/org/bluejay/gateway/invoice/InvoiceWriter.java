package org.bluejay.gateway.invoice;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.bluejay.gateway.event.EventNumbering;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.ReadinessPart;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * This node's {@link GroupCommit} of new invoices, from start to stop. A node whose writer is dead
 * or stuck is not ready: it could make no invoice.
 */
@ApplicationScoped
public class InvoiceWriter implements ReadinessPart {

    @Inject Clock clock;
    @Inject EventNumbering numbering;
    @Resource ManagedThreadFactory threads;

    @Inject
    @ConfigProperty(name = "bluejay.invoice-writer.queue", defaultValue = "1000")
    int queueLength;

    @Inject
    @ConfigProperty(name = "bluejay.invoice-writer.batch", defaultValue = "128")
    int batchSize;

    private volatile GroupCommit commits;

    void start(@Observes @Priority(100) @Initialized(ApplicationScoped.class) Object started) {
        commits =
                GroupCommit.start(
                        new InvoiceSession(clock),
                        numbering::wake,
                        threads,
                        queueLength,
                        batchSize);
    }

    @PreDestroy
    void stop() {
        if (commits != null) {
            commits.close();
        }
    }

    /**
     * Writes the rows of a new invoice and waits for their commit.
     *
     * @return false when the idempotency key was used before, and nothing was written
     * @throws Problem 503 when too many are waiting, the gateway stops or the database does not
     *     answer
     */
    boolean write(InvoiceInsert insert) {
        return commits.write(insert);
    }

    @Override
    public String name() {
        return "invoice-writer";
    }

    @Override
    public Optional<String> trouble() {
        GroupCommit running = commits;
        return running == null
                ? Optional.of("has not started")
                : running.trouble(System.nanoTime());
    }
}
