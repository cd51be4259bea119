package org.bluejay.gateway.network;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.idempotency.Answer;
import org.bluejay.gateway.idempotency.IdempotencyStore;
import org.bluejay.gateway.idempotency.UsedKey;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Envelope;
import org.bluejay.gateway.shared.Json;

/**
 * Asks a channel's network whether it answers: outside any transaction, because it goes out, and
 * what was answered under an idempotency key is kept afterwards. Two at once ask twice, which does
 * no harm, and both hear the same.
 */
@ApplicationScoped
class ChannelTests {

    @Inject ChannelService service;
    @Inject Networks networks;
    @Inject IdempotencyStore idempotency;

    Response run(Caller caller, UUID id) {
        Channel channel = service.find(caller, id);
        Optional<UsedKey> earlier =
                caller.idempotencyKey().flatMap(key -> idempotency.used(caller, key));
        if (earlier.isPresent()) {
            return earlier.get().kept().repeat();
        }
        ChannelResource.TestView view = ChannelResource.TestView.of(networks.health(channel.id()));
        byte[] body = Json.bytes(new Envelope<>(view, caller.requestId()));
        return service.keepTest(caller, new Answer(200, Optional.empty(), body));
    }
}
