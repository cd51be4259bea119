package org.bluejay.gateway.shared;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How much one key and one address may ask, on this node: so many requests a second with a burst on
 * top, and far fewer that fail to say who is calling. Remembers the most recent callers only.
 */
@ApplicationScoped
public class RateLimits {

    private static final int MOST_CALLERS = 100_000;
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private final Buckets keys;
    private final Buckets addresses;
    private final Buckets failures;

    /** For the container's proxy only. */
    protected RateLimits() {
        this(0, 0, 0, 0);
    }

    /** Zero a second: no limit. */
    @Inject
    RateLimits(
            @ConfigProperty(name = "bluejay.rate-limit.per-second", defaultValue = "2000")
                    int perSecond,
            @ConfigProperty(name = "bluejay.rate-limit.burst", defaultValue = "5000") int burst,
            @ConfigProperty(name = "bluejay.rate-limit.failed.per-second", defaultValue = "1")
                    int failedPerSecond,
            @ConfigProperty(name = "bluejay.rate-limit.failed.burst", defaultValue = "20")
                    int failedBurst) {
        keys = new Buckets("key", perSecond, burst);
        addresses = new Buckets("address", perSecond, burst);
        failures = new Buckets("failed-authentication", failedPerSecond, failedBurst);
    }

    /**
     * What became of one request's wish.
     *
     * @param policy which limit it is
     * @param quota requests of a full burst
     * @param window seconds after which nothing of a burst is left to pay back
     * @param remaining requests that may still come at once
     * @param pause until the next may come; zero when this one may
     */
    public record Decision(String policy, long quota, long window, long remaining, Duration pause) {

        public boolean isAllowed() {
            return pause.isZero();
        }

        /** As an item of {@code RateLimit-Policy}. */
        public String policyItem() {
            return '"' + policy + "\";q=" + quota + ";w=" + window;
        }

        /** As an item of {@code RateLimit}. */
        public String stateItem() {
            long reset = (long) Math.ceil((quota - remaining) * (double) window / quota);
            return '"' + policy + "\";r=" + remaining + ";t=" + reset;
        }

        /**
         * @throws Problem 429 when the request may not
         */
        public void orRefuse() {
            if (!isAllowed()) {
                throw Problem.tooMany("the limit of this " + policy + " is used up", pause);
            }
        }
    }

    /** One more request with this key; empty when there is no limit. */
    public Optional<Decision> key(UUID keyId) {
        return keys.take(keyId.toString());
    }

    /** One more request from this address; a neighbourhood of IPv6 counts as one. */
    public Optional<Decision> address(String address) {
        return addresses.take(AddressRanges.neighbourhood(address));
    }

    /** One more request from this address that did not say rightly who is calling. */
    public Optional<Decision> failure(String address) {
        return failures.take(AddressRanges.neighbourhood(address));
    }

    /** The buckets of one kind of caller. */
    private static final class Buckets {

        private final String policy;
        private final int perSecond;
        private final int burst;
        private final LoadingCache<String, Bucket> buckets;

        Buckets(String policy, int perSecond, int burst) {
            this.policy = policy;
            this.perSecond = perSecond;
            this.burst = Math.max(perSecond, burst);
            this.buckets =
                    Caffeine.newBuilder()
                            .maximumSize(MOST_CALLERS)
                            .expireAfterAccess(MEMORY)
                            .build(caller -> newBucket());
        }

        private Bucket newBucket() {
            return Bucket.builder()
                    .addLimit(
                            limit ->
                                    limit.capacity(burst)
                                            .refillGreedy(perSecond, Duration.ofSeconds(1)))
                    .build();
        }

        Optional<Decision> take(String caller) {
            if (perSecond <= 0) {
                return Optional.empty();
            }
            ConsumptionProbe probe = buckets.get(caller).tryConsumeAndReturnRemaining(1);
            return Optional.of(
                    new Decision(
                            policy,
                            burst,
                            (burst + perSecond - 1) / perSecond,
                            probe.getRemainingTokens(),
                            probe.isConsumed()
                                    ? Duration.ZERO
                                    : Duration.ofNanos(probe.getNanosToWaitForRefill())));
        }
    }
}
