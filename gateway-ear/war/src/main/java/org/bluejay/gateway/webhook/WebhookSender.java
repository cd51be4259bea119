package org.bluejay.gateway.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Http.NoAnswer;
import org.bluejay.connector.Http.NotSent;
import org.bluejay.gateway.http.Exchange;
import org.bluejay.gateway.http.OutboundHttp;
import org.bluejay.gateway.shared.Json;

/**
 * Makes one attempt: signs, sends, and says what came of it. Never throws for what a receiver did.
 */
final class WebhookSender {

    /** As much of an answer as is kept. */
    private static final int ANSWER_KEPT = 1024;

    private static final String UNSIGNED =
            "not sent: the secret that signs it does not open; rotate it, or have the gateway's"
                    + " operator put back the key it was sealed with";

    private static final Set<Integer> BUSY = Set.of(429, 503);

    private final OutboundHttp live;
    private final OutboundHttp sandbox;
    private final Clock clock;
    private final Duration timeout;

    /**
     * @param live where live shops' webhooks may go
     * @param sandbox where sandbox shops' may go
     */
    WebhookSender(OutboundHttp live, OutboundHttp sandbox, Clock clock, Duration timeout) {
        this.live = live;
        this.sandbox = sandbox;
        this.clock = clock;
        this.timeout = timeout;
    }

    Duration timeout() {
        return timeout;
    }

    Attempt send(Delivery delivery) {
        Instant startedAt = clock.instant();
        long began = System.nanoTime();
        if (delivery.keys().isEmpty()) {
            return failed(delivery, startedAt, began, UNSIGNED);
        }
        try {
            byte[] body = Json.bytes(delivery.event());
            Exchange.Reply reply =
                    (delivery.environment() == Environment.LIVE ? live : sandbox)
                            .send(
                                    new Exchange(
                                            "POST",
                                            delivery.url(),
                                            SignedHeaders.of(
                                                    delivery.event().id(),
                                                    body,
                                                    startedAt,
                                                    delivery.keys()),
                                            body,
                                            timeout,
                                            ANSWER_KEPT));
            return new Attempt(
                    delivery,
                    startedAt,
                    since(began),
                    Optional.of(reply.status()),
                    "",
                    printable(reply.body()),
                    retryAfter(reply, startedAt));
        } catch (NotSent e) {
            return failed(delivery, startedAt, began, "not sent: " + e.getMessage());
        } catch (NoAnswer e) {
            return failed(delivery, startedAt, began, "no answer: " + e.getMessage());
        }
    }

    private static Attempt failed(Delivery delivery, Instant startedAt, long began, String error) {
        return new Attempt(
                delivery,
                startedAt,
                since(began),
                Optional.empty(),
                printable(error.getBytes(StandardCharsets.UTF_8)),
                "",
                Optional.empty());
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** PostgreSQL keeps no U+0000, and half a character at the cut is nobody's loss. */
    private static String printable(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replace('\0', ' ');
    }

    /** Seconds or a date (RFC 9110); anything else was not said. */
    private static Optional<Duration> retryAfter(Exchange.Reply reply, Instant now) {
        if (!BUSY.contains(reply.status())) {
            return Optional.empty();
        }
        return reply.header("retry-after")
                .map(String::strip)
                .flatMap(text -> seconds(text).or(() -> until(text, now)))
                .filter(pause -> !pause.isNegative());
    }

    private static Optional<Duration> seconds(String text) {
        return text.matches("\\d{1,9}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                : Optional.empty();
    }

    private static Optional<Duration> until(String text, Instant now) {
        try {
            return Optional.of(
                    Duration.between(
                            now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
