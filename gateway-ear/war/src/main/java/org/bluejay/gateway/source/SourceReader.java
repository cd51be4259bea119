package org.bluejay.gateway.source;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.Source.Reading;
import org.bluejay.connector.network.Source.Sighting;
import org.bluejay.connector.network.Watches;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.connector.RunningConnector;

/**
 * Reads one source, piece by piece, for as long as the gateway runs. Its promise: the position
 * moves only when everything before it has been taken or set aside, so that no crash, at whatever
 * moment, loses money.
 */
final class SourceReader {

    private static final System.Logger LOG = System.getLogger(SourceReader.class.getName());

    /** While another node reads, there is no connector, or nothing is set up. */
    private static final Duration IDLE = Duration.ofSeconds(5);

    private static final Duration AFTER_FAULT = Duration.ofSeconds(5);
    private static final Duration LEAST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** Often enough that a lease outlasts one transfer that waits for a lock, and a reading. */
    private static final Duration RENEWAL = Duration.ofSeconds(5);

    /** How long what was set aside is tried again in one round. */
    private static final Duration TURN = Duration.ofSeconds(2);

    /**
     * Of one reading, taken at once. Each transfer of an invoice takes the longer the more it has,
     * and one payer can send thousands at the price of one transaction.
     */
    private static final int MOST_OF_ONE_ADDRESS = 20;

    private static final int BATCH = 1_000;

    private final SourceRef ref;
    private final Connectors connectors;
    private final SourceSettings settings;
    private final SourceContexts contexts;
    private final Positions positions;
    private final Sightings sightings;
    private final SightingsAside aside;
    private final Clock clock;

    private OpenSource open;
    private Instant renewedAt = Instant.EPOCH;
    private String fault = "";

    SourceReader(
            SourceRef ref,
            Connectors connectors,
            SourceSettings settings,
            SourceContexts contexts,
            Positions positions,
            Sightings sightings,
            SightingsAside aside,
            Clock clock) {
        this.ref = ref;
        this.connectors = connectors;
        this.settings = settings;
        this.contexts = contexts;
        this.positions = positions;
        this.sightings = sightings;
        this.aside = aside;
        this.clock = clock;
    }

    /**
     * Reads a piece, if it is for this node to read.
     *
     * @return how long to rest
     */
    Duration round() throws InterruptedException {
        Optional<RunningConnector> connector =
                connectors
                        .running(ref.network())
                        .filter(running -> running.provider() instanceof Watches);
        if (connector.isEmpty()) {
            return IDLE;
        }
        try {
            Optional<OpenSource> source = opened(connector.get());
            return source.isEmpty() ? IDLE : read(source.get());
        } catch (NetworkException | IllegalArgumentException e) {
            note(e.getMessage());
            return AFTER_FAULT;
        }
    }

    private Optional<OpenSource> opened(RunningConnector connector)
            throws NetworkException, InterruptedException {
        if (open == null || !open.isOf(connector)) {
            Watches provider = (Watches) connector.provider();
            Optional<Map<String, String>> answers = settings.of(ref, provider.sourceSettings());
            if (answers.isEmpty()) {
                return Optional.empty();
            }
            open =
                    OpenSource.open(
                            connector,
                            provider.sourceSettings().settle(answers.get()),
                            contexts.of(ref));
            LOG.log(Level.INFO, "event=source-opened source={0}", ref);
        }
        return Optional.of(open);
    }

    private Duration read(OpenSource source) throws NetworkException, InterruptedException {
        renewedAt = clock.instant();
        Optional<String> position = positions.take(ref);
        if (position.isEmpty()) {
            return IDLE;
        }
        if (!takeDue()) {
            return takenOver();
        }
        Instant began = clock.instant();
        Reading reading =
                source.read(position.get(), addresses -> sightings.watched(ref, addresses));
        if (!takeAll(reading.sightings())) {
            return takenOver();
        }
        boolean through = reading.complete();
        if (through) {
            sightings.readThrough(ref, began);
        }
        if (!positions.move(ref, reading.next(), through ? Optional.of(began) : Optional.empty())) {
            return takenOver();
        }
        recovered();
        return reading.more() ? Duration.ZERO : bounded(source.pause());
    }

    /**
     * @return false when another node has taken the source meanwhile: the rest is for that one
     */
    private boolean takeAll(List<Sighting> some) {
        Map<String, Integer> byAddress = new HashMap<>();
        List<Sighting> later = new ArrayList<>();
        for (Sighting sighting : some) {
            if (byAddress.merge(sighting.address(), 1, Integer::sum) > MOST_OF_ONE_ADDRESS) {
                later.add(sighting);
            } else if (isStillOurs()) {
                take(sighting);
            } else {
                return false;
            }
        }
        for (int from = 0; from < later.size() && isStillOurs(); from += BATCH) {
            List<Sighting> batch = later.subList(from, Math.min(later.size(), from + BATCH));
            aside.keep(ref, batch, "many came to one address at once; they take turns");
        }
        return isStillOurs();
    }

    /** For a short time only: what is new must not wait for what was set aside. */
    private boolean takeDue() {
        Instant began = clock.instant();
        for (Sighting sighting : aside.due(ref)) {
            if (!isStillOurs()) {
                return false;
            }
            if (Duration.between(began, clock.instant()).abs().compareTo(TURN) > 0) {
                break;
            }
            take(sighting);
        }
        return isStillOurs();
    }

    /** Asked of the database now and then, and so that the lease lasts. */
    private boolean isStillOurs() {
        Instant now = clock.instant();
        // Whichever way the clock went: one that was set back must not end the renewing.
        if (Duration.between(renewedAt, now).abs().compareTo(RENEWAL) < 0) {
            return true;
        }
        renewedAt = now;
        return positions.keep(ref);
    }

    private Duration takenOver() {
        LOG.log(Level.WARNING, "event=source-taken-over source={0}", ref);
        return IDLE;
    }

    /** One that cannot be taken is set aside, and whoever else is paid on this chain goes on. */
    private void take(Sighting sighting) {
        try {
            sightings.take(ref, sighting);
        } catch (RuntimeException fault) {
            setAside(sighting, fault);
            return;
        }
        aside.forget(ref, sighting);
    }

    private void setAside(Sighting sighting, RuntimeException fault) {
        try {
            aside.keep(ref, List.of(sighting), fault.toString());
        } catch (RuntimeException nothingCanBeWritten) {
            fault.addSuppressed(nothingCanBeWritten);
            throw fault;
        }
        LOG.log(
                Level.ERROR,
                "event=sighting-set-aside source="
                        + ref
                        + " transfer="
                        + sighting.transfer().networkId(),
                fault);
    }

    /** Lets another node go on at once. */
    void leave() {
        if (open != null) {
            positions.leave(ref);
        }
    }

    private static Duration bounded(Duration pause) {
        if (pause.compareTo(LEAST_PAUSE) < 0) {
            return LEAST_PAUSE;
        }
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private void note(String trouble) {
        String now = trouble == null ? "unknown" : trouble;
        if (!now.equals(fault)) {
            fault = now;
            LOG.log(Level.WARNING, "event=source-unreadable source={0} fault=\"{1}\"", ref, now);
            positions.fail(ref, now);
        }
    }

    private void recovered() {
        if (!fault.isEmpty()) {
            fault = "";
            LOG.log(Level.INFO, "event=source-readable-again source={0}", ref);
        }
    }
}
