package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A gateway that its operator has given narrow limits. */
class RateLimitIT {

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway =
                Gateway.fresh("narrow")
                        .with("bluejay.rate-limit.per-second", "5")
                        .with("bluejay.rate-limit.burst", "20")
                        .start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void refuses_who_asks_too_often_and_says_when_to_come_back() {
        Api eager = gateway.newShop().api();

        List<Reply> replies = Stream.generate(() -> eager.get("/invoices/")).limit(60).toList();

        assertThat(replies).extracting(Reply::status).contains(200, 429).containsOnly(200, 429);
        Reply refused =
                replies.stream().filter(reply -> reply.status() == 429).findFirst().orElseThrow();
        Problems.assertProblem(refused);
        assertThat(refused.code()).isEqualTo("rate-limited");
        assertThat(refused.header("Retry-After"))
                .hasValueSatisfying(seconds -> assertThat(seconds).matches("[1-9][0-9]*"));
        assertThat(refused.header("RateLimit")).isPresent();
    }
}
