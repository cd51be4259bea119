package org.bluejay.gateway.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.bluejay.gateway.rate.Rate;
import org.junit.jupiter.api.Test;

/** From a debt to what is asked, and from what came to what is credited. */
class AskingTest {

    private static final CurrencyUnit USD = CurrencyUnit.iso("USD");
    private static final CurrencyUnit KES = CurrencyUnit.iso("KES");
    private static final CurrencyUnit JPY = CurrencyUnit.iso("JPY");
    private static final CurrencyUnit LTC = new CurrencyUnit("ltc", 8);
    private static final CurrencyUnit ETH = new CurrencyUnit("eth", 18);
    private static final CurrencyUnit USDT = new CurrencyUnit("usdt-tron", 6);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final BigDecimal TOLERATED = new BigDecimal("0.005");

    @Test
    void asks_for_whole_shillings() {
        Asking asking = ask("49.00", USD, KES, "1", "0.007740000000000000");
        assertThat(asking.asked()).hasToString("6331.00 KES");
        assertThat(asking.face()).hasToString("49.00 USD");
    }

    @Test
    void asks_in_no_more_digits_than_people_read() {
        assertThat(ask("49.00", USD, ETH, "0", "3000").asked().amount())
                .isEqualByComparingTo("0.01633334");
        assertThat(ask("49.00", USD, USDT, "0", "0.99").asked()).hasToString("49.494950 usdt-tron");
    }

    @Test
    void asks_for_the_debt_itself_where_nothing_is_exchanged() {
        Money debt = Money.of("0.123456789012345678", new CurrencyUnit("ETH", 18));
        Rate same =
                new Rate(
                        ETH,
                        debt.currency(),
                        BigDecimal.ONE,
                        Rate.SAME_UNIT,
                        BigDecimal.ZERO,
                        NOON);
        assertThat(Asking.of(debt, ETH, BigDecimal.ZERO, same).asked().amount())
                .isEqualByComparingTo(debt.amount());
    }

    @Property
    void never_asks_for_less_than_the_debt_nor_for_a_whole_step_more(
            @ForAll("units") CurrencyUnit unit,
            @ForAll("currencies") CurrencyUnit currency,
            @ForAll @BigRange(min = "0.01", max = "9999999") @Scale(2) BigDecimal debt,
            @ForAll @BigRange(min = "0.0000001", max = "99999") @Scale(18) BigDecimal rate,
            @ForAll("increments") BigDecimal increment) {
        Money face = new Money(debt.setScale(currency.decimals(), RoundingMode.UP), currency);
        Asking asking = Asking.of(face, unit, increment, rate(unit, currency, rate));
        BigDecimal step = increment.max(BigDecimal.ONE.movePointLeft(Math.min(8, unit.decimals())));

        BigDecimal worth = asking.asked().amount().multiply(rate);
        assertThat(worth).isGreaterThanOrEqualTo(face.amount());
        assertThat(worth.subtract(face.amount())).isLessThan(step.multiply(rate));
        assertThat(asking.asked().amount().remainder(step)).isEqualByComparingTo("0");
        assertThat(asking.face()).isEqualTo(face);
    }

    @Property
    void paying_what_was_asked_pays_the_debt_to_the_cent_and_the_rest_is_rounding(
            @ForAll("units") CurrencyUnit unit,
            @ForAll @BigRange(min = "0.01", max = "9999999") @Scale(2) BigDecimal debt,
            @ForAll @BigRange(min = "0.0000001", max = "99999") @Scale(18) BigDecimal rate,
            @ForAll("increments") BigDecimal increment) {
        Asking asking = Asking.of(new Money(debt, USD), unit, increment, rate(unit, USD, rate));
        Valuation value = promised(asking, asking.asked());

        assertThat(value.credited()).isEqualTo(asking.face());
        assertThat(value.rounding().signum()).isLessThanOrEqualTo(0);
        assertAccountedFor(value, asking.asked(), rate);
    }

    @Property
    void never_credits_more_than_came_except_inside_the_tolerance(
            @ForAll("units") CurrencyUnit unit,
            @ForAll @BigRange(min = "1", max = "99999") @Scale(2) BigDecimal debt,
            @ForAll @BigRange(min = "0.001", max = "999") @Scale(18) BigDecimal rate,
            @ForAll @BigRange(min = "0.9", max = "1.1") @Scale(4) BigDecimal share) {
        Asking asking =
                Asking.of(new Money(debt, USD), unit, BigDecimal.ZERO, rate(unit, USD, rate));
        Money came =
                new Money(
                        asking.asked()
                                .amount()
                                .multiply(share)
                                .setScale(unit.decimals(), RoundingMode.HALF_EVEN),
                        unit);
        Valuation value = promised(asking, came);

        assertAccountedFor(value, came, rate);
        if (value.rounding().signum() > 0) {
            BigDecimal missing = asking.asked().minus(came).amount();
            assertThat(unit).isNotEqualTo(KES);
            assertThat(missing)
                    .isPositive()
                    .isLessThanOrEqualTo(asking.asked().amount().multiply(TOLERATED));
            assertThat(value.credited()).isEqualTo(asking.face());
        }
    }

    /** Credit less rounding is what came, to the last digit that is kept. */
    private static void assertAccountedFor(Valuation value, Money came, BigDecimal rate) {
        BigDecimal bare = came.amount().multiply(rate);
        assertThat(value.credited().amount().subtract(value.rounding()))
                .isEqualByComparingTo(bare.setScale(18, RoundingMode.HALF_EVEN));
    }

    private static Valuation promised(Asking asking, Money came) {
        Quote quote = new Quote(UUID.randomUUID(), UUID.randomUUID(), asking, NOON);
        return Valuation.ofPromised(came, NOON, List.of(quote))
                .orElseGet(
                        () -> Valuation.of(came, quote.lastKnownRate(), asking.face().currency()));
    }

    private static Asking ask(
            String face, CurrencyUnit currency, CurrencyUnit unit, String step, String rate) {
        return Asking.of(
                Money.of(face, currency),
                unit,
                new BigDecimal(step),
                rate(unit, currency, new BigDecimal(rate)));
    }

    private static Rate rate(CurrencyUnit from, CurrencyUnit to, BigDecimal value) {
        return new Rate(from, to, value, "kraken", new BigDecimal("0.01"), NOON);
    }

    @Provide
    Arbitrary<CurrencyUnit> units() {
        return Arbitraries.of(KES, LTC, ETH, USDT);
    }

    @Provide
    Arbitrary<CurrencyUnit> currencies() {
        return Arbitraries.of(USD, JPY, CurrencyUnit.iso("KWD"));
    }

    @Provide
    Arbitrary<BigDecimal> increments() {
        return Arbitraries.of(BigDecimal.ZERO, BigDecimal.ONE, new BigDecimal("0.05"));
    }
}
