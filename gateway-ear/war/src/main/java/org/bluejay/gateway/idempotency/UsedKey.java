package org.bluejay.gateway.idempotency;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.shared.Problem;

/**
 * What was done under a key.
 *
 * @param fingerprint of the first request
 * @param resourceId what it made or is making
 * @param answer empty while there is none yet, and again when its bytes are no longer kept
 * @param status of the answer; empty while there is none yet
 * @param usedAt when the first request came
 */
public record UsedKey(
        byte[] fingerprint,
        Optional<UUID> resourceId,
        Optional<Answer> answer,
        Optional<Integer> status,
        Instant usedAt) {

    /**
     * The first answer.
     *
     * @throws Problem 409 when its bytes are no longer kept, naming what was made
     */
    public Answer kept() {
        return answer.orElseThrow(
                () -> {
                    Problem problem =
                            Problem.conflict(
                                    "idempotency-key-used",
                                    "this Idempotency-Key was used at "
                                            + usedAt
                                            + "; its answer is no longer kept");
                    return resourceId.map(id -> problem.with("resourceId", id)).orElse(problem);
                });
    }
}
