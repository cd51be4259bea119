package org.bluejay.network.utxo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.bluejay.connector.ConfigSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmationsTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "10000000, 1",
        "10000001, 3",
        "100000000, 3",
        "100000001, 6",
        "8400000000000000, 6"
    })
    void grow_with_the_amount(long units, int blocks) {
        assertThat(Confirmations.read("0.1:1,1:3,*:6").neededFor(units)).isEqualTo(blocks);
    }

    @Test
    void must_rise() {
        assertThatThrownBy(() -> Confirmations.read("1:1,0.1:3,*:6"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("confirmations");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "6", "*:0", "*:100", "1:1", "1:1,*", "0.123456789:1,*:2", "*:6,"})
    void are_refused_by_the_form_when_they_are_something_else(String text) {
        ConfigSchema schema = Reader.provider(Coin.LITECOIN).sourceSettings();
        Map<String, String> answers = Reader.answers("http://10.0.0.7:9332", text + " ");

        assertThat(schema.validate(answers)).containsOnlyKeys("confirmations");
    }
}
