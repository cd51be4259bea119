package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NeedsTest {

    private static final String NOWHERE = "a-program-that-nobody-has";

    private final String asked = System.getProperty("bluejay.require", "");

    @AfterEach
    void restore() {
        System.setProperty("bluejay.require", asked);
    }

    @Test
    void runs_where_the_program_is() {
        assertThat(Needs.Condition.evaluate(List.of("sh")).isDisabled()).isFalse();
    }

    @Test
    void knows_files_by_their_place() {
        System.setProperty("bluejay.require", "");

        assertThat(Needs.Condition.evaluate(List.of("/")).isDisabled()).isFalse();
        assertThat(Needs.Condition.evaluate(List.of("/" + NOWHERE)).isDisabled()).isTrue();
    }

    @Test
    void skips_and_names_what_is_missing() {
        System.setProperty("bluejay.require", "");

        var result = Needs.Condition.evaluate(List.of("sh", NOWHERE));

        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason()).hasValueSatisfying(r -> assertThat(r).contains(NOWHERE));
    }

    @Test
    void fails_where_everything_is_required() {
        System.setProperty("bluejay.require", "all");

        assertThatThrownBy(() -> Needs.Condition.evaluate(List.of(NOWHERE)))
                .hasMessageContaining(NOWHERE);
    }
}
