package org.bluejay.network.mpesa;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Http;
import org.bluejay.connector.Settings;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.NotSent;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.NetworkException.Throttled;

/**
 * The access token, kept in memory because losing it costs one call. Whatever goes wrong with it,
 * nobody has been asked for money yet.
 */
final class Login {

    /** With what else may come, within the five seconds of a health check. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** A token is given up this long before its end. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private static final Duration LONGEST = Duration.ofMinutes(55);

    private record Token(String value, Instant until) {}

    private final Settings settings;
    private final ConnectorContext context;
    private final AtomicReference<Token> held = new AtomicReference<>(new Token("", Instant.MIN));

    Login(Settings settings, ConnectorContext context) {
        this.settings = settings;
        this.context = context;
    }

    /** A token that still holds. */
    String token() throws NetworkException {
        Token token = held.get();
        return context.clock().instant().isBefore(token.until) ? token.value : renew();
    }

    /** Another one, whatever there is. */
    String renew() throws NetworkException {
        Instant now = context.clock().instant();
        Reply reply = ask();
        if (reply.isBusy()) {
            throw new Throttled("Safaricom takes no more logins for now", reply.retryAfter());
        }
        if (reply.isRefusal()) {
            throw new Refused(
                    reply.code(),
                    "Safaricom refused the login: check consumer key and consumer secret");
        }
        String value = reply.text("access_token");
        if (!reply.isOk() || !value.matches("[!-~]{1,2000}")) {
            throw new NotSent("the login at Safaricom failed with HTTP " + reply.status(), null);
        }
        held.set(new Token(value, now.plus(life(reply.text("expires_in")))));
        return value;
    }

    private static Duration life(String seconds) {
        if (!seconds.matches("[0-9]{1,9}")) {
            return Duration.ZERO;
        }
        Duration life = Duration.ofSeconds(Long.parseLong(seconds)).minus(MARGIN);
        return life.compareTo(LONGEST) > 0 ? LONGEST : life;
    }

    private Reply ask() throws NetworkException {
        String credentials =
                settings.secret(MpesaProvider.CONSUMER_KEY).reveal()
                        + ":"
                        + settings.secret(MpesaProvider.CONSUMER_SECRET).reveal();
        String basic =
                Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        URI uri =
                URI.create(
                        Daraja.base(settings, context)
                                + "/oauth/v1/generate?grant_type=client_credentials");
        try {
            return Reply.of(
                    context.http()
                            .send(
                                    new Http.Request(
                                            "GET",
                                            uri,
                                            Map.of("authorization", "Basic " + basic),
                                            new byte[0],
                                            PATIENCE)));
        } catch (Http.NotSent cut) {
            throw new NotSent("Safaricom was not reached", cut);
        } catch (Http.NoAnswer lost) {
            throw new NotSent("the login at Safaricom had no answer", lost);
        }
    }

    /** This token was refused. */
    void forget(String token) {
        held.updateAndGet(now -> now.value.equals(token) ? new Token("", Instant.MIN) : now);
    }
}
