package org.bluejay.network.mpesa.simulator;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The access tokens that were given out. */
final class Logins {

    static final Duration LIFE = Duration.ofSeconds(3599);

    private static final int MOST = 1_000;
    private static final int TOKEN_BYTES = 21;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Instant> tokens = new LinkedHashMap<>();

    Logins(Clock clock) {
        this.clock = clock;
    }

    synchronized String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        tokens.put(token, clock.instant().plus(LIFE));
        if (tokens.size() > MOST) {
            tokens.remove(tokens.keySet().iterator().next());
        }
        return token;
    }

    synchronized boolean isValid(String authorization) {
        String token =
                authorization.startsWith("Bearer ") ? authorization.substring(7) : authorization;
        Instant end = tokens.get(token);
        return end != null && clock.instant().isBefore(end);
    }

    synchronized void expireAll() {
        tokens.clear();
    }
}
