package org.bluejay.gateway.network;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.network.Receives.Acknowledgement;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.WorkDatabase;

/**
 * The door through which networks call back. Its promise: what came is on disk before its sender
 * hears anything, whether or not the connector works; reading it comes after.
 */
@ApplicationScoped
public class IntakeService {

    /** What a sender hears whose network's own wish is not known. */
    private static final Acknowledgement PLAIN =
            new Acknowledgement(200, "application/json", "{}".getBytes(StandardCharsets.UTF_8));

    @Inject WorkDatabase database;
    @Inject Channels channels;
    @Inject Callbacks callbacks;
    @Inject CallbackReader reader;
    @Inject Networks networks;
    @Inject StrayLimit strays;
    @Inject Clock clock;

    /**
     * Keeps a callback, and has it read in a moment. Whoever made it, network or sandbox, it takes
     * the same way.
     *
     * <p>One that names no channel of ours is kept too, as rejected and only so many an hour: a
     * channel may be missing by our fault (a restored backup), and the sender cannot tell which is
     * which from the answer.
     *
     * @param channel as the path named it
     * @return what the network wants to hear
     * @throws RuntimeException when it could not be kept; the sender must hear a failure then, and
     *     will try again
     */
    public Acknowledgement receive(String channel, InboundCallback callback) {
        Optional<Channel> known = Ids.parse(channel).flatMap(this::find);
        if (known.isEmpty()) {
            keepStray(channel, callback);
            return PLAIN;
        }
        database.useTransaction(
                handle -> callbacks.keep(handle, channel, callback, clock.instant()));
        reader.ring();
        return networks.acknowledgement(known.get()).orElse(PLAIN);
    }

    private Optional<Channel> find(UUID id) {
        return database.inTransaction(handle -> channels.find(handle, id));
    }

    private void keepStray(String channel, InboundCallback callback) {
        if (strays.admits()) {
            database.useTransaction(
                    handle ->
                            callbacks.keepRejected(
                                    handle,
                                    channel,
                                    callback,
                                    clock.instant(),
                                    "there is no such channel"));
        }
    }
}
