package org.bluejay.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bluejay.gateway.shared.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTypesTest {

    @Test
    void a_wildcard_stands_for_all_of_one_kind() {
        EventTypes types = EventTypes.of(List.of("invoice.*", "payment.received"));

        assertThat(types.matches("invoice.paid")).isTrue();
        assertThat(types.matches("payment.received")).isTrue();
        assertThat(types.matches("payment.reversed")).isFalse();
        assertThat(types.matches("invoices.paid")).isFalse();
    }

    @Test
    void nothing_asked_for_is_everything() {
        assertThat(EventTypes.of(List.of()).matches("payout.sent")).isTrue();
    }

    @Test
    void an_underscore_is_no_wildcard_in_SQL() {
        assertThat(EventTypes.of(List.of("webhook_endpoint.*")).likePatterns())
                .containsExactly("webhook\\_endpoint.%");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invoice",
                "invoice.",
                "*.paid",
                "invoice.p*",
                "order.paid",
                "%",
                "INVOICE.paid",
                ""
            })
    void refuses_what_could_never_match(String pattern) {
        assertThatThrownBy(() -> EventTypes.of(List.of(pattern)))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.fields().get(0).field()).isEqualTo("types"));
    }
}
