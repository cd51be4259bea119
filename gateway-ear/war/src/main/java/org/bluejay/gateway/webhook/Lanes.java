package org.bluejay.gateway.webhook;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Who may have this node's workers: leased deliveries wait here, by lane, until a worker is free.
 *
 * <p>Its promise: half of the workers are kept for receivers that have lately answered in time, and
 * a quarter more for those not known yet. Whoever is neither gets one worker until it answers, and
 * one that hangs gets no further one.
 */
final class Lanes {

    private static final int AHEAD = 4;
    private static final int REMEMBERED = 10_000;
    private static final long SLOW = Duration.ofSeconds(2).toNanos();

    private final int workers;
    private final Map<UUID, Lane> lanes = new HashMap<>();

    /** Lanes with something waiting, in turn. */
    private final Deque<Lane> turns = new ArrayDeque<>();

    /** Deliveries leased for nothing: their lane went bad while they waited. */
    private List<Delivery> unwanted = new ArrayList<>();

    private int doubtfulRunning;
    private int failingRunning;
    private int held;
    private boolean closed;

    private enum Trust {
        UNKNOWN,
        PROMPT,
        FAILING
    }

    /** When a delivery set out, and what was thought of its lane then. */
    private record Start(long at, Trust trust) {}

    private static final class Lane {
        final Deque<Delivery> waiting = new ArrayDeque<>();

        /** Deliveries on their way, oldest first, with when they began. */
        final Map<UUID, Start> running = new LinkedHashMap<>();

        Trust trust = Trust.UNKNOWN;

        boolean isSlow(long now) {
            return !running.isEmpty() && now - running.values().iterator().next().at() > SLOW;
        }

        int busy() {
            return waiting.size() + running.size();
        }
    }

    /**
     * @param workers how many there are
     */
    Lanes(int workers) {
        this.workers = workers;
    }

    /**
     * How many deliveries more each lane may be leased, and how many it has.
     *
     * @param room zero lanes are left out
     * @param busy waiting or on their way
     */
    record Room(UUID lane, int room, int busy) {}

    /** Whoever has least in hand comes first: room is scarce when many lanes are full. */
    synchronized List<Room> roomsOf(Collection<UUID> ids) {
        long now = System.nanoTime();
        List<Room> rooms = new ArrayList<>();
        int free = 8 * workers - held;
        for (UUID id : ids.stream().sorted(Comparator.comparingInt(this::busy)).toList()) {
            Lane lane = lanes.get(id);
            int busy = busy(id);
            int room = Math.min(free, leaseLimit(lane, now) - busy);
            if (room > 0) {
                rooms.add(new Room(id, room, busy));
                free -= room;
            }
        }
        return rooms;
    }

    private int busy(UUID id) {
        Lane lane = lanes.get(id);
        return lane == null ? 0 : lane.busy();
    }

    /** Hands over leased deliveries. */
    synchronized void add(List<Delivery> leased) {
        for (Delivery delivery : leased) {
            Lane lane = lanes.computeIfAbsent(delivery.lane(), id -> new Lane());
            if (delivery.laneFailed() && lane.trust != Trust.PROMPT) {
                lane.trust = Trust.FAILING;
            }
            if (lane.waiting.isEmpty()) {
                turns.add(lane);
            }
            lane.waiting.add(delivery);
            held++;
            notify();
        }
    }

    /**
     * Waits for a delivery that may be sent now.
     *
     * @return empty when there will be no more
     */
    synchronized Optional<Delivery> take() throws InterruptedException {
        while (!closed) {
            Optional<Delivery> next = next(System.nanoTime());
            if (next.isPresent()) {
                return next;
            }
            wait();
        }
        return Optional.empty();
    }

    /** The worker that took it is free again. */
    synchronized void done(Delivery delivery, boolean good) {
        Lane lane = lanes.get(delivery.lane());
        Start start = lane.running.remove(delivery.id());
        held--;
        count(start.trust(), -1);
        boolean prompt = good && System.nanoTime() - start.at() < SLOW;
        lane.trust = prompt ? Trust.PROMPT : good ? Trust.UNKNOWN : Trust.FAILING;
        if (lane.trust == Trust.FAILING) {
            giveUpWaiting(lane);
        }
        notify();
        forgetIdle();
    }

    /** Deliveries whose lease should be given back; each is told once. */
    synchronized List<Delivery> unwanted() {
        long now = System.nanoTime();
        for (Lane lane : List.copyOf(turns)) {
            if (lane.isSlow(now)) {
                giveUpWaiting(lane);
            }
        }
        List<Delivery> given = unwanted;
        unwanted = new ArrayList<>();
        return given;
    }

    /** Lets workers end after what they are at; what waits becomes unwanted. */
    synchronized void close() {
        closed = true;
        lanes.values().forEach(this::giveUpWaiting);
        notifyAll();
    }

    private Optional<Delivery> next(long now) {
        for (int i = turns.size(); i > 0; i--) {
            Lane lane = turns.removeFirst();
            if (lane.waiting.isEmpty()) {
                continue;
            }
            if (lane.running.size() >= runLimit(lane)
                    || lane.isSlow(now)
                    || !hasWorkerFor(lane.trust)) {
                turns.addLast(lane);
                continue;
            }
            Delivery delivery = lane.waiting.removeFirst();
            lane.running.put(delivery.id(), new Start(now, lane.trust));
            count(lane.trust, 1);
            if (!lane.waiting.isEmpty()) {
                turns.addLast(lane);
            }
            return Optional.of(delivery);
        }
        return Optional.empty();
    }

    private boolean hasWorkerFor(Trust trust) {
        return switch (trust) {
            case PROMPT -> true;
            case UNKNOWN -> doubtfulRunning < Math.max(2, workers / 2);
            case FAILING -> failingRunning < Math.max(1, workers / 4);
        };
    }

    private void count(Trust trust, int change) {
        doubtfulRunning += trust == Trust.PROMPT ? 0 : change;
        failingRunning += trust == Trust.FAILING ? change : 0;
    }

    private int runLimit(Lane lane) {
        return lane.trust == Trust.PROMPT ? Math.max(1, workers * 3 / 8) : 1;
    }

    /** A prompt lane is leased ahead, so that its workers need not wait for the database. */
    private int leaseLimit(Lane lane, long now) {
        if (lane == null) {
            return AHEAD;
        }
        if (lane.isSlow(now)) {
            return 0;
        }
        return lane.trust == Trust.FAILING ? 1 : AHEAD * runLimit(lane);
    }

    private void giveUpWaiting(Lane lane) {
        held -= lane.waiting.size();
        unwanted.addAll(lane.waiting);
        lane.waiting.clear();
        turns.remove(lane);
    }

    private void forgetIdle() {
        if (lanes.size() > REMEMBERED) {
            Iterator<Lane> all = lanes.values().iterator();
            while (all.hasNext()) {
                if (all.next().busy() == 0) {
                    all.remove();
                }
            }
        }
    }
}
