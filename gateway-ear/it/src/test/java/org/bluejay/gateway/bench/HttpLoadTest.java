package org.bluejay.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HttpLoadTest {

    private static final String REQUEST = "POST /hook HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}";

    @Test
    void counts_what_was_sent_answered_and_measured() {
        AtomicInteger arrived = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        try (Sink sink = new Sink()) {
            sink.tell((request, at) -> arrived.incrementAndGet());
            HttpLoad load = load(sink, 204, (answer, sentAt, at) -> answered.incrementAndGet());
            Measured measured = load.run(Duration.ofMillis(300));
            assertThat(measured.latencies().count())
                    .isPositive()
                    .isEqualTo(arrived.get())
                    .isEqualTo(answered.get());
        }
    }

    @Test
    void is_never_faster_than_it_is_told() {
        try (Sink sink = new Sink()) {
            HttpLoad load = load(sink, 204, HttpLoad.Answers.IGNORED);
            assertThat(load.run(Duration.ofSeconds(1), 100).latencies().count()).isBetween(20, 101);
        }
    }

    @Test
    void accepts_no_other_answer_than_the_expected_one() {
        try (Sink sink = new Sink()) {
            HttpLoad load = load(sink, 201, HttpLoad.Answers.IGNORED);
            assertThatThrownBy(() -> load.run(Duration.ofMillis(50)))
                    .hasMessageContaining("204 No Content");
        }
    }

    private static HttpLoad load(Sink sink, int expected, HttpLoad.Answers answers) {
        int port = URI.create(sink.url("/")).getPort();
        return new HttpLoad(port, 4, expected, () -> REQUEST, answers);
    }
}
