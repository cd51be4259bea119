package org.bluejay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.bluejay.gateway.shared.Problem;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private final RuntimeException bug = new IllegalStateException("the pool is closed");

    @Test
    void what_is_not_known_is_a_bug() {
        assertThat(Failures.problemOf(bug, false)).isEmpty();
    }

    @Test
    void what_is_not_known_while_the_gateway_stops_is_told_as_that() {
        assertThat(Failures.problemOf(bug, true))
                .hasValueSatisfying(
                        problem -> {
                            assertThat(problem.status()).isEqualTo(503);
                            assertThat(problem.code()).isEqualTo("stopping");
                            assertThat(problem.retryAfter()).hasValue(Duration.ofSeconds(3));
                        });
    }

    @Test
    void what_the_caller_did_is_told_the_same_while_the_gateway_stops() {
        Problem problem = Problem.invalid("amount", "must be positive");

        assertThat(Failures.problemOf(new RuntimeException(problem), true)).hasValue(problem);
        assertThat(Failures.problemOf(new SQLException("gone", "57P01"), true).map(Problem::code))
                .isEqualTo(Optional.of("unavailable"));
    }
}
