package org.bluejay.gateway.idempotency;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.IdempotencyKey;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.Secrets;
import org.jdbi.v3.core.JdbiException;

/**
 * The keys that were used and what was answered under them, by shop (or merchant) and environment.
 */
@ApplicationScoped
public class IdempotencyStore {

    private static final String CLAIM =
            """
            insert into idempotency (scope, environment, key, fingerprint, resource_id, created_at)
            values (:scope, :environment, :key, :fingerprint, :resourceId, :createdAt)
            on conflict do nothing\
            """;

    private static final String COMPLETE =
            """
            update idempotency set status = :status, location = :location, body = :body, sealed = :sealed
            where scope = :scope and environment = :environment and key = :key and status is null\
            """;

    private static final String POINT =
            """
            update idempotency set resource_id = :resource
            where scope = :scope and environment = :environment and key = :key\
            """;

    private static final String RELEASE =
            """
            delete from idempotency
            where scope = :scope and environment = :environment and key = :key and status is null\
            """;

    private static final String FIND =
            """
            select * from idempotency where scope = :scope and environment = :environment and key = :key\
            """;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    @Inject Database database;
    @Inject Clock clock;
    @Inject Secrets secrets;

    /**
     * Claims the caller's key, or tells what was done under it. Waits for a first request that is
     * still in its transaction, a few seconds at most.
     *
     * @param resourceId what this request is about to make, if that is known beforehand
     * @return empty when the key was free and is now the caller's
     * @throws Problem 422 when the key was used for another request; 409 when the first is still
     *     running
     */
    @Transactional(TxType.MANDATORY)
    public Optional<UsedKey> claim(Caller caller, IdempotencyKey key, Optional<UUID> resourceId) {
        if (insert(caller, key, resourceId)) {
            return Optional.empty();
        }
        return Optional.of(used(caller, key).orElseThrow(IdempotencyStore::stillRunning));
    }

    /**
     * What was done under the key of a request that came again.
     *
     * @throws Problem 422 when the key was used for another request
     */
    public Optional<UsedKey> used(Caller caller, IdempotencyKey key) {
        Optional<UsedKey> used = find(caller, key.key());
        if (used.isPresent() && !key.hasFingerprint(used.get().fingerprint())) {
            throw Problem.refused(
                    "idempotency-key-reused",
                    "this Idempotency-Key was used for another request: take a new key for a new"
                            + " request, and the same path and body for a repeat");
        }
        return used;
    }

    /**
     * What was done under the caller's key, where the request itself cannot be done: what was
     * possible once is answered as it was then.
     *
     * @throws Problem {@code otherwise}, when there is no key or nothing was done under it; 422
     *     when the key was used for another request
     */
    public UsedKey usedOr(Caller caller, Supplier<Problem> otherwise) {
        return caller.idempotencyKey().flatMap(key -> used(caller, key)).orElseThrow(otherwise);
    }

    /**
     * Keeps the answer under a key that this transaction, or an earlier one of the same request,
     * has claimed.
     */
    @Transactional(TxType.MANDATORY)
    public void complete(Caller caller, IdempotencyKey key, Answer answer, boolean secret) {
        byte[] body =
                secret ? secrets.seal(owner(caller, key.key()), answer.body()) : answer.body();
        database.use(
                handle ->
                        handle.createUpdate(COMPLETE)
                                .bindMap(row(caller, key.key()))
                                .bind("status", answer.status())
                                .bind("location", answer.location().map(URI::toString).orElse(null))
                                .bind("body", body)
                                .bind("sealed", secret)
                                .execute());
    }

    /** What the claimed key's request makes turned out to be another thing, which was there. */
    @Transactional(TxType.MANDATORY)
    public void point(Caller caller, IdempotencyKey key, UUID resource) {
        database.use(
                handle ->
                        handle.createUpdate(POINT)
                                .bindMap(row(caller, key.key()))
                                .bind("resource", resource)
                                .execute());
    }

    /**
     * Gives a claimed key back, because nothing came of the request: the same one may be tried
     * again.
     */
    @Transactional(TxType.MANDATORY)
    public void release(Caller caller, IdempotencyKey key) {
        database.use(
                handle -> handle.createUpdate(RELEASE).bindMap(row(caller, key.key())).execute());
    }

    /** What is known of a key of the caller's; empty when it was never used or is forgotten. */
    public Optional<UsedKey> find(Caller caller, String key) {
        return database.with(
                handle ->
                        handle.createQuery(FIND)
                                .bindMap(row(caller, key))
                                .map((row, context) -> read(row, owner(caller, key)))
                                .findOne());
    }

    private UsedKey read(ResultSet row, UUID owner) throws SQLException {
        Optional<Integer> status = Optional.ofNullable(row.getObject("status", Integer.class));
        Optional<URI> location = Optional.ofNullable(row.getString("location")).map(URI::create);
        boolean sealed = row.getBoolean("sealed");
        Optional<Answer> answer =
                Optional.ofNullable(row.getBytes("body"))
                        .map(body -> sealed ? secrets.open(owner, body) : body)
                        .map(body -> new Answer(status.orElseThrow(), location, body));
        return new UsedKey(
                row.getBytes("fingerprint"),
                Optional.ofNullable(row.getObject("resource_id", UUID.class)),
                answer,
                status,
                row.getTimestamp("created_at").toInstant());
    }

    private boolean insert(Caller caller, IdempotencyKey key, Optional<UUID> resourceId) {
        try {
            return database.with(
                    handle -> {
                        handle.execute("set local lock_timeout = '5s'");
                        return handle.createUpdate(CLAIM)
                                        .bindMap(row(caller, key.key()))
                                        .bind("fingerprint", key.fingerprint())
                                        .bind("resourceId", resourceId.orElse(null))
                                        .bind("createdAt", clock.instant())
                                        .execute()
                                == 1;
                    });
        } catch (JdbiException e) {
            if (e.getCause() instanceof SQLException sql
                    && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                throw stillRunning();
            }
            throw e;
        }
    }

    /** The first request has not answered yet. */
    public static Problem stillRunning() {
        return Problem.conflict(
                        "idempotency-key-in-use",
                        "the first request under this Idempotency-Key is still running; send it"
                                + " again in a moment")
                .retryAfter(Duration.ofSeconds(1));
    }

    private static Map<String, Object> row(Caller caller, String key) {
        return Map.of("scope", caller.scope(), "environment", environment(caller), "key", key);
    }

    private static String environment(Caller caller) {
        return EnvironmentConverter.text(caller.environment());
    }

    /** The row has no id of its own; a sealed answer is bound to all of its key. */
    private static UUID owner(Caller caller, String key) {
        String name = caller.scope() + "/" + environment(caller) + "/" + key;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
