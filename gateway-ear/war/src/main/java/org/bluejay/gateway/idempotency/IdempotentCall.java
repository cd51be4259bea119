package org.bluejay.gateway.idempotency;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.IdempotencyKey;

/**
 * For a request that goes outside and so cannot be one transaction: the key is claimed before, the
 * answer kept after. A first request that died on the way is never run again; its repeat is
 * answered from what it left.
 */
@ApplicationScoped
public class IdempotentCall {

    /** After this long without an answer written down, the first request is taken for dead. */
    public static final Duration ABANDONED = Duration.ofSeconds(60);

    @Inject KeySteps steps;
    @Inject Clock clock;

    /**
     * Runs {@code deed} at most once under the caller's key, if there is one.
     *
     * @param resource what the deed is done to
     * @param deed free to call the outside; when it throws, the key is free again
     * @param remains the answer to a repeat whose first request died before it answered
     */
    public Response once(
            Caller caller, UUID resource, Supplier<Response> deed, Supplier<Response> remains) {
        if (caller.idempotencyKey().isEmpty()) {
            return deed.get();
        }
        IdempotencyKey key = caller.idempotencyKey().get();
        Optional<UsedKey> earlier = steps.claim(caller, key, resource);
        if (earlier.isPresent()) {
            return repeat(caller, key, earlier.get(), remains);
        }
        Answer answer;
        try {
            answer = Answer.of(deed.get());
        } catch (RuntimeException e) {
            steps.release(caller, key);
            throw e;
        }
        steps.complete(caller, key, answer);
        return answer.first();
    }

    private Response repeat(
            Caller caller, IdempotencyKey key, UsedKey earlier, Supplier<Response> remains) {
        if (earlier.status().isPresent()) {
            return earlier.kept().repeat();
        }
        if (clock.instant().isBefore(earlier.usedAt().plus(ABANDONED))) {
            throw IdempotencyStore.stillRunning();
        }
        Answer answer = Answer.of(remains.get());
        steps.complete(caller, key, answer);
        return answer.repeat();
    }
}
