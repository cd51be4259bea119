package org.bluejay.gateway.idempotency;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.IdempotencyKey;

/** Claiming, keeping and giving back a key, each a transaction of its own. */
@ApplicationScoped
@Transactional
class KeySteps {

    @Inject IdempotencyStore store;

    Optional<UsedKey> claim(Caller caller, IdempotencyKey key, UUID resource) {
        return store.claim(caller, key, Optional.of(resource));
    }

    void complete(Caller caller, IdempotencyKey key, Answer answer) {
        store.complete(caller, key, answer, false);
    }

    void release(Caller caller, IdempotencyKey key) {
        store.release(caller, key);
    }
}
