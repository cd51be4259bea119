package org.bluejay.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class MoneyTest {

    static final CurrencyUnit USD = CurrencyUnit.iso("USD");
    static final CurrencyUnit ETH = new CurrencyUnit("eth-ethereum", 18);

    @Test
    void equal_sums_are_equal_objects() {
        assertThat(Money.of("49", USD)).isEqualTo(Money.of("49.00", USD));
        assertThat(Money.of("49.000", USD)).hasToString("49.00 USD");
        assertThat(Money.of("0E+5", USD)).isEqualTo(Money.zero(USD));
    }

    @Test
    void never_rounds_by_itself() {
        assertThatThrownBy(() -> Money.of("0.001", USD))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("at most 2 decimals");
    }

    @Test
    void holds_the_smallest_part_of_an_asset_with_18_decimals() {
        Money wei = Money.of("0.000000000000000001", ETH);
        assertThat(wei.plus(Money.of("1000000", ETH)).minus(Money.of("1000000", ETH)))
                .isEqualTo(wei);
    }

    @Test
    void refuses_absurd_exponents_before_it_writes_out_their_zeros() {
        assertThatThrownBy(() -> Money.of("1E+999999999", USD))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Money.of("1E-999999999", USD))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void currencies_do_not_mix() {
        assertThatThrownBy(() -> Money.of("1", USD).plus(Money.of("1", ETH)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("USD")
                .hasMessageContaining("eth-ethereum");
    }

    @Test
    void digits_are_those_of_iso_4217() {
        assertThat(CurrencyUnit.iso("JPY").decimals()).isZero();
        assertThat(CurrencyUnit.iso("KWD").decimals()).isEqualTo(3);
        assertThatThrownBy(() -> CurrencyUnit.iso("XAU"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CurrencyUnit.iso("BTC"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void what_is_added_can_be_taken_away(
            @ForAll @BigRange(min = "-1000000000", max = "1000000000") @Scale(18) BigDecimal a,
            @ForAll @BigRange(min = "-1000000000", max = "1000000000") @Scale(18) BigDecimal b) {
        Money left = new Money(a, ETH);
        Money right = new Money(b, ETH);
        assertThat(left.plus(right).minus(right)).isEqualTo(left);
        assertThat(left.minus(right)).isEqualTo(right.minus(left).negated());
    }

    @Property
    void rounding_up_covers_the_debt_by_less_than_one_step(
            @ForAll @BigRange(min = "0", max = "1000000") @Scale(8) BigDecimal amount) {
        Money asked = Money.roundedUp(amount, CurrencyUnit.iso("KES"), BigDecimal.ONE);
        assertThat(asked.amount()).isGreaterThanOrEqualTo(amount);
        assertThat(asked.amount().subtract(amount)).isLessThan(BigDecimal.ONE);
    }
}
