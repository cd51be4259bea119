package org.bluejay.connector.network;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bluejay.connector.Health;

/**
 * A network's book, read from where it was left. The host keeps the position, lets one node read at
 * a time, and takes over what was seen before it keeps the next position: after a crash the same
 * piece is read again, which does no harm.
 */
public interface Source extends AutoCloseable {

    /** Most characters of a position. */
    int MAX_POSITION = 4 * 1024 * 1024;

    /**
     * Reads one piece of the book, small enough for a few seconds.
     *
     * <p>Each transfer is told of when it is first seen and whenever its state changes: settled,
     * dropped because it was replaced or spent elsewhere, reversed because the block that held it
     * is no longer part of the book. A source follows reorganisations by itself and skips nothing:
     * what came while nobody read is told of later.
     *
     * @param position what the last reading answered as {@link Reading#next()}; empty at first,
     *     which means from now on: the host offers the network once that reading is done
     * @param watched answers which addresses matter; to be asked in few, large questions
     * @throws NetworkException when the node gives no reliable answer: nothing has been read, and
     *     the same position is tried again
     */
    Reading read(String position, Watched watched) throws NetworkException;

    /** How long to rest after a reading that left nothing to read. */
    Duration pause();

    /** Whether the node answers, is on the right network and is not behind. Never throws. */
    Health health();

    /** Lets go of everything; twice does no harm. */
    @Override
    void close();

    /** The host's answer to which addresses it waits at. */
    @FunctionalInterface
    interface Watched {

        /** Those of the given addresses that belong to a payment, open or long closed. */
        Set<String> among(Collection<String> addresses);
    }

    /**
     * What one piece of the book said.
     *
     * @param next where to read on; at most {@link #MAX_POSITION} characters
     * @param sightings in the order of the book
     * @param more whether there is more to read at once
     * @param complete whether all that had happened when this reading began has now been told;
     *     never while there is more. A source that leaves something for later, because it is too
     *     much to follow, rests and is not complete
     */
    record Reading(String next, List<Sighting> sightings, boolean more, boolean complete) {

        public Reading {
            Objects.requireNonNull(next, "next");
            sightings = List.copyOf(sightings);
            if (more && complete) {
                throw new IllegalArgumentException("a reading is not complete while there is more");
            }
            if (next.length() > MAX_POSITION) {
                throw new IllegalArgumentException(
                        "a position has at most " + MAX_POSITION + " characters");
            }
        }

        /** Of a source that leaves nothing for later: complete when there is no more. */
        public Reading(String next, List<Sighting> sightings, boolean more) {
            this(next, sightings, more, !more);
        }
    }

    /**
     * Money at an address.
     *
     * @param address the {@link PaymentHandle#networkReference()} of the payment it is for
     * @param transfer as it stands now
     */
    record Sighting(String address, PaymentReport.Transfer transfer) {

        public Sighting {
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(transfer, "transfer");
        }
    }
}
