package org.bluejay.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.shared.Ids;
import org.junit.jupiter.api.Test;

class LanesTest {

    @Test
    void when_room_is_scarce_whoever_has_least_in_hand_comes_first() {
        Lanes lanes = new Lanes(1);
        List<UUID> full = List.of(Ids.next(), Ids.next());
        full.forEach(lane -> lanes.add(Stream.generate(() -> of(lane)).limit(3).toList()));
        for (int i = 0; i < 20; i++) {
            UUID empty = Ids.next();
            assertThat(lanes.roomsOf(List.of(full.get(0), full.get(1), empty)))
                    .first()
                    .isEqualTo(new Lanes.Room(empty, 2, 0));
        }
    }

    private static Delivery of(UUID lane) {
        return new Delivery(
                Ids.next(),
                lane,
                Optional.of(lane),
                Ids.next(),
                0,
                false,
                "",
                0,
                URI.create("https://shop.example"),
                Environment.SANDBOX,
                List.of(),
                null);
    }
}
