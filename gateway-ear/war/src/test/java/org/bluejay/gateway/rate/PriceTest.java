package org.bluejay.gateway.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceTest {

    private static final Pair PAIR = Pair.parse("LTC/USD");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"72.35,72.35", "7.235e1,72.35", "1E-8,0.00000001", "6.5e+4,65000", "0,0"})
    void reads_figures_as_people_and_machines_write_them(String text, String value) {
        assertThat(Price.figure(text)).isEqualByComparingTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "+1",
                "NaN",
                "Infinity",
                "1e999999999",
                "1e-999999999",
                "0x1p3",
                "1,5",
                "1.",
                ".5",
                " 1",
                "1f",
                "1_000",
                "12345678901234567890",
                "<html>"
            })
    void refuses_what_is_no_figure_without_reckoning_with_it(String text) {
        assertThatThrownBy(() -> Price.figure(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a price");
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1e-13,1e-13", "1e13,1e13", "72.36,72.35", "1,1.06", "0.01,72"})
    void is_never_nothing_nor_absurd_nor_of_a_market_where_nobody_trades(String bid, String ask) {
        assertThatThrownBy(
                        () -> new Price(PAIR, "s", new BigDecimal(bid), new BigDecimal(ask), NOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("LTC/USD");
    }

    @Test
    void keeps_as_many_decimals_as_the_database_and_opens_the_gap_rather_than_closes_it() {
        BigDecimal value = new BigDecimal("1.00000000000000000051");
        Price price = Price.of(PAIR, "s", value, NOON);
        assertThat(price.bid()).isEqualTo(new BigDecimal("1.000000000000000000"));
        assertThat(price.ask()).isEqualTo(new BigDecimal("1.000000000000000001"));
        assertThat(new Price(PAIR, "s", price.bid(), price.ask(), NOON)).isEqualTo(price);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LTC", "ltc/usd", "LTC/", "/USD", "LTC/USD/EUR", "USD/USD", "L TC/USD"})
    void a_pair_is_two_symbols(String text) {
        assertThatThrownBy(() -> Pair.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a pair such as LTC/USD");
    }
}
