package org.bluejay.gateway.webhook;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.bluejay.gateway.shared.BackgroundLoop;
import org.bluejay.gateway.webhook.Lanes.Room;

/**
 * Sends what is due, on every node: one loop leases, workers send, one loop writes down.
 *
 * <p>Its promise: a delivery is attempted until it succeeds or has had all its attempts, whatever
 * node dies; it may be attempted twice, and receivers know it by its id. Closing finishes what is
 * on its way and gives back the rest.
 */
final class Dispatcher implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());
    private static final Duration REST = Duration.ofMillis(100);
    private static final long SCAN_EVERY = Duration.ofMillis(200).toNanos();
    private static final int RECORDED_AT_ONCE = 500;

    private final DeliveryQueue queue;
    private final WebhookSender sender;
    private final AttemptLog log;
    private final Runnable ownerToBeTold;
    private final Lanes lanes;
    private final Set<UUID> hot = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Attempt> attempts = new LinkedBlockingQueue<>();
    private final List<Attempt> batch = new ArrayList<>();
    private final CountDownLatch workersLeft;
    private final BackgroundLoop leasing;
    private final BackgroundLoop recording;
    private int recordAtOnce = RECORDED_AT_ONCE;
    private long lastScan = System.nanoTime() - SCAN_EVERY;

    /**
     * Starts at once.
     *
     * @param ownerToBeTold called when an event was written that has to be numbered
     * @param workers how many deliveries this node sends at the same time
     */
    Dispatcher(
            DeliveryQueue queue,
            WebhookSender sender,
            AttemptLog log,
            Runnable ownerToBeTold,
            ThreadFactory threads,
            int workers) {
        this.queue = queue;
        this.sender = sender;
        this.log = log;
        this.ownerToBeTold = ownerToBeTold;
        this.lanes = new Lanes(workers);
        this.workersLeft = new CountDownLatch(workers);
        this.recording = BackgroundLoop.start("webhook-recording", threads, this::record);
        this.leasing = BackgroundLoop.start("webhook-leasing", threads, this::lease, this::finish);
        for (int i = 0; i < workers; i++) {
            Thread worker = threads.newThread(this::work);
            worker.setName("bluejay-webhook-" + i);
            worker.setDaemon(true);
            worker.start();
        }
    }

    /** There is something in these lanes: lease it now. */
    void wake(Collection<UUID> withSomethingDue) {
        hot.addAll(withSomethingDue);
        leasing.wake();
    }

    @Override
    public void close() {
        leasing.close();
    }

    /** No more is leased; what is on its way is waited for, and written down. */
    private void finish() {
        lanes.close();
        try {
            Duration patience = sender.timeout().plusSeconds(1);
            if (!workersLeft.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(
                        Level.WARNING,
                        "event=webhooks-cut-off workers={0}",
                        workersLeft.getCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        recording.close();
        giveBackUnwanted();
        while (!attempts.isEmpty()) {
            record();
        }
    }

    private Duration lease() {
        giveBackUnwanted();
        Set<UUID> now = new HashSet<>(hot);
        hot.removeAll(now);
        if (System.nanoTime() - lastScan >= SCAN_EVERY) {
            lastScan = System.nanoTime();
            now.addAll(queue.dueLanes());
        }
        List<Room> rooms = lanes.roomsOf(now);
        if (!rooms.isEmpty()) {
            lanes.add(queue.take(rooms));
        }
        return REST;
    }

    private void giveBackUnwanted() {
        List<Delivery> unwanted = lanes.unwanted();
        if (!unwanted.isEmpty()) {
            queue.giveBack(unwanted);
        }
    }

    private void work() {
        try {
            Optional<Delivery> next = lanes.take();
            while (next.isPresent()) {
                attempt(next.get());
                next = lanes.take();
            }
        } catch (InterruptedException stoppedByTheContainer) {
            Thread.currentThread().interrupt();
        } finally {
            workersLeft.countDown();
        }
    }

    private void attempt(Delivery delivery) {
        boolean good = false;
        try {
            if (delivery.deadline() - System.nanoTime() > sender.timeout().toNanos()) {
                Attempt attempt = sender.send(delivery);
                good = attempt.delivered();
                attempts.add(attempt);
                recording.wake();
            }
        } catch (RuntimeException bug) {
            // Its lease runs out, and it is tried again; the worker goes on.
            LOG.log(Level.ERROR, "event=webhook-not-attempted delivery=" + delivery.id(), bug);
        } finally {
            lanes.done(delivery, good);
        }
    }

    /**
     * After a batch could not be written, each of it by itself: one that never can holds up none.
     */
    private Duration record() {
        attempts.drainTo(batch, recordAtOnce);
        if (batch.isEmpty()) {
            return REST;
        }
        try {
            write(batch);
            recordAtOnce = RECORDED_AT_ONCE;
        } catch (RuntimeException e) {
            recordAtOnce = 1;
            attempts.addAll(batch);
            throw e;
        } finally {
            batch.clear();
        }
        return attempts.isEmpty() ? REST : Duration.ZERO;
    }

    private void write(List<Attempt> some) {
        boolean tell = log.record(some);
        Set<UUID> perhapsMore = new HashSet<>();
        some.forEach(one -> perhapsMore.add(one.delivery().lane()));
        wake(perhapsMore);
        if (tell) {
            ownerToBeTold.run();
        }
    }
}
