package org.bluejay.gateway.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.bluejay.gateway.rate.Rate;
import org.junit.jupiter.api.Test;

class ValuationTest {

    static final CurrencyUnit USD = CurrencyUnit.iso("USD");
    static final CurrencyUnit KES = CurrencyUnit.iso("KES");
    static final CurrencyUnit LTC = new CurrencyUnit("ltc", 8);
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void what_rounding_up_asked_for_is_no_overpayment() {
        Quote quote = quote(Money.of("6321", KES), Money.of("49.00", USD), "0.00775228");
        Valuation value = value(Money.of("6321", KES), NOON, quote);
        assertThat(value.credited()).hasToString("49.00 USD");
        assertThat(value.rounding()).isEqualByComparingTo("-0.00216188");
    }

    @Test
    void a_crypto_payment_within_half_a_percent_meets_its_quote() {
        Quote quote = quote(Money.of("0.50000000", LTC), Money.of("49.00", USD), "98");
        assertThat(value(Money.of("0.49750000", LTC), NOON, quote).credited())
                .hasToString("49.00 USD");
        assertThat(value(Money.of("0.49740000", LTC), NOON, quote).credited())
                .hasToString("48.74 USD");
    }

    @Test
    void money_of_iso_4217_meets_its_quote_exactly_or_not_at_all() {
        Quote quote = quote(Money.of("49.00", USD), Money.of("49.00", USD), "1");
        assertThat(value(Money.of("48.99", USD), NOON, quote).credited()).hasToString("48.99 USD");
    }

    @Test
    void an_old_quote_is_no_promise() {
        Quote quote = quote(Money.of("0.50000000", LTC), Money.of("49.00", USD), "98");
        Instant tooLate = NOON.plus(Quote.LIFETIME).plusMillis(1);
        Money came = Money.of("0.49900000", LTC);
        assertThat(Valuation.ofPromised(came, tooLate, List.of(quote))).isEmpty();
        Valuation value = Valuation.of(came, rate(LTC, "90"), USD);
        assertThat(value.credited()).hasToString("44.91 USD");
        assertThat(value.rate()).isEqualByComparingTo("90");
    }

    @Property
    void nothing_vanishes_between_coin_and_credit(
            @ForAll @BigRange(min = "0.00000001", max = "1000") @Scale(8) BigDecimal amount,
            @ForAll @BigRange(min = "0.0001", max = "99999") @Scale(4) BigDecimal rate) {
        Valuation value =
                Valuation.of(new Money(amount, LTC), rate(LTC, rate.toPlainString()), USD);
        assertThat(value.credited().amount().subtract(value.rounding()))
                .isEqualByComparingTo(amount.multiply(rate));
        assertThat(value.rounding().signum()).isLessThanOrEqualTo(0);
    }

    static Valuation value(Money amount, Instant at, Quote quote) {
        return Valuation.ofPromised(amount, at, List.of(quote))
                .orElseGet(() -> Valuation.of(amount, quote.lastKnownRate(), USD));
    }

    static Rate rate(CurrencyUnit from, String value) {
        return new Rate(from, USD, new BigDecimal(value), "test", new BigDecimal("0.01"), NOON);
    }

    static Quote quote(Money asked, Money face, String rate) {
        return new Quote(
                UUID.randomUUID(),
                UUID.randomUUID(),
                new Asking(asked, face, rate(asked.currency(), rate)),
                NOON);
    }
}
