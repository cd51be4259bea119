package org.bluejay.gateway.source;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.bluejay.connector.network.Source.Sighting;

/**
 * Where what sources see is taken to: the door of the room above. All methods are called outside
 * any transaction. When {@link #take} throws, the sighting is set aside and tried again; when
 * another one does, the same piece of the book is read again later.
 */
public interface Sightings {

    /** Those of the addresses that belong to a payment, however old. */
    Set<String> watched(SourceRef source, Collection<String> addresses);

    /** Takes over a transfer as it stands now. It may be heard twice, and late. */
    void take(SourceRef source, Sighting sighting);

    /**
     * There was nothing left to read: what happened before {@code began} has been taken, but for
     * what was set aside.
     *
     * @param began when that reading began, in system time
     */
    void readThrough(SourceRef source, Instant began);
}
