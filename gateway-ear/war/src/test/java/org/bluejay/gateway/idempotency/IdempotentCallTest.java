package org.bluejay.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Callers;
import org.bluejay.gateway.shared.IdempotencyKey;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IdempotentCallTest {

    static TestGateway gateway;
    static IdempotentCall once;

    final UUID resource = Ids.next();
    final Caller caller = Callers.of(Ids.next());
    final AtomicInteger runs = new AtomicInteger();
    final Supplier<Response> deed =
            () -> Response.ok(Map.of("run", runs.incrementAndGet())).build();
    final Supplier<Response> remains = () -> Response.ok(Map.of("run", "unknown")).build();

    @BeforeAll
    static void open() {
        gateway = TestGateway.open();
        once = gateway.get(IdempotentCall.class);
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void without_a_key_runs_each_time() {
        once.once(caller, resource, deed, remains);
        once.once(caller, resource, deed, remains);
        assertThat(runs).hasValue(2);
    }

    @Test
    void under_a_key_runs_once_and_answers_the_same_bytes() {
        Caller keyed = keyed("k");
        Response first = once.once(keyed, resource, deed, remains);
        Response again = once.once(keyed, resource, deed, remains);
        assertThat(runs).hasValue(1);
        assertThat((byte[]) again.getEntity()).isEqualTo((byte[]) first.getEntity());
        assertThat(first.getHeaderString(Answer.REPLAYED)).isNull();
        assertThat(again.getHeaderString(Answer.REPLAYED)).isEqualTo("true");
    }

    @Test
    void runs_again_after_it_was_refused() {
        Caller keyed = keyed("k");
        assertThatThrownBy(
                        () ->
                                once.once(
                                        keyed,
                                        resource,
                                        () -> {
                                            throw Problem.conflict("not-now", "not now");
                                        },
                                        remains))
                .isInstanceOf(Problem.class);
        once.once(keyed, resource, deed, remains);
        assertThat(runs).hasValue(1);
    }

    @Test
    void a_repeat_while_the_first_still_runs_is_told_to_come_back() {
        Caller keyed = keyed("k");
        once.once(
                keyed,
                resource,
                () -> {
                    assertThatThrownBy(() -> once.once(keyed, resource, deed, remains))
                            .isInstanceOfSatisfying(
                                    Problem.class,
                                    problem -> {
                                        assertThat(problem.code())
                                                .isEqualTo("idempotency-key-in-use");
                                        assertThat(problem.retryAfter()).isPresent();
                                    });
                    return deed.get();
                },
                remains);
        assertThat(runs).hasValue(1);
    }

    /** The process died between claim and answer. */
    @Test
    void what_died_half_way_is_answered_from_what_it_left_and_never_run_again() {
        Caller keyed = keyed("k");
        gateway.get(KeySteps.class).claim(keyed, keyed.idempotencyKey().orElseThrow(), resource);
        assertThatThrownBy(() -> once.once(keyed, resource, deed, remains))
                .isInstanceOf(Problem.class);

        gateway.clock().advance(IdempotentCall.ABANDONED.plus(Duration.ofSeconds(1)));

        Response repeat = once.once(keyed, resource, deed, remains);
        assertThat(new String((byte[]) repeat.getEntity(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"run\":\"unknown\"}");
        assertThat(once.once(keyed, resource, deed, remains).getHeaderString(Answer.REPLAYED))
                .isEqualTo("true");
        assertThat(runs).hasValue(0);
    }

    private Caller keyed(String key) {
        return Callers.under(caller, new IdempotencyKey(key, new byte[32]));
    }
}
