package org.bluejay.gateway.webhook;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.bluejay.gateway.event.EventNumbering;
import org.bluejay.gateway.event.EventsReadable;
import org.bluejay.gateway.http.OutboundHttp;
import org.bluejay.gateway.http.WaysOut;
import org.bluejay.gateway.shared.Secrets;
import org.bluejay.gateway.shared.WorkDatabase;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Starts this node's dispatcher with the server, and stops it when the server stops. */
@ApplicationScoped
public class Dispatching {

    @Inject WorkDatabase database;
    @Inject Secrets secrets;
    @Inject Clock clock;
    @Inject WaysOut waysOut;
    @Inject EventNumbering numbering;
    @Inject Fanout fanout;
    @Resource ManagedThreadFactory threads;

    /** How many deliveries one node sends at the same time. */
    @Inject
    @ConfigProperty(name = "bluejay.webhook.workers", defaultValue = "64")
    int workers;

    /** How long a receiver may take for all of its answer. */
    @Inject
    @ConfigProperty(name = "bluejay.webhook.timeout", defaultValue = "PT15S")
    Duration timeout;

    @Inject
    @ConfigProperty(name = "bluejay.webhook.allow-loopback", defaultValue = "false")
    boolean allowLoopback;

    private volatile Dispatcher dispatcher;

    void start(@Observes @Initialized(ApplicationScoped.class) @Priority(200) Object started) {
        OutboundHttp sandbox = allowLoopback ? waysOut.publicAndLoopback() : waysOut.publicOnly();
        dispatcher =
                new Dispatcher(
                        new DeliveryQueue(
                                database, new WebhookTargets(secrets, clock), clock, timeout),
                        new WebhookSender(waysOut.publicOnly(), sandbox, clock, timeout),
                        new AttemptLog(
                                database,
                                new LaneHealth(clock),
                                new RetrySchedule(RandomGenerator.getDefault()),
                                clock),
                        numbering::wake,
                        threads,
                        workers);
    }

    void wake(@Observes EventsReadable readable) {
        Dispatcher running = dispatcher;
        if (running != null) {
            running.wake(fanout.freshLanes());
        }
    }

    @PreDestroy
    void stop() {
        if (dispatcher != null) {
            dispatcher.close();
        }
    }
}
