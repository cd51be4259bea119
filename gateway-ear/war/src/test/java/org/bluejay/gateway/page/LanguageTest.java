package org.bluejay.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {

    private static final CurrencyUnit BTC = new CurrencyUnit("btc", 8);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pt-BR,pt;q=0.9,en;q=0.8 | PT",
                "de-DE,de;q=0.9,fr;q=0.5,en;q=0.4 | FR",
                "ar-EG | AR",
                "en-GB;q=0.2, sw-KE;q=0.9 | SW",
                "fr;q=0, es;q=0.1 | ES",
                "tlh | EN",
                "* | EN",
                ";;;q=x | EN",
                "'' | EN"
            })
    void follows_the_browsers_preference(String header, Language expected) {
        assertThat(Language.preferred(header)).isEqualTo(expected);
    }

    @Test
    void speaks_english_to_who_says_nothing_or_far_too_much() {
        assertThat(Language.preferred(null)).isEqualTo(Language.EN);
        assertThat(Language.preferred("fr,".repeat(1_000))).isEqualTo(Language.EN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EN | 1,234,567.50\u00a0KES",
                "PT | 1.234.567,50\u00a0KES",
                "ES | 1.234.567,50\u00a0KES",
                "SW | 1,234,567.50\u00a0KES",
                "FR | 1\u202f234\u202f567,50\u00a0KES",
                "AR | 1,234,567.50\u00a0KES"
            })
    void writes_amounts_as_its_readers_do(Language language, String expected) {
        Money money = Money.of("1234567.5", CurrencyUnit.iso("KES"));
        assertThat(language.money(money)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"999,999", "1000,'1,000'", "-1234,'-1,234'", "0,0", "123456,'123,456'"})
    void groups_by_thousands(String number, String expected) {
        Money yen = Money.of(number, CurrencyUnit.iso("JPY"));
        assertThat(Language.EN.number(yen.amount())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.00123000,0.00123", "1,1.00", "2.5,2.50", "0.12345678,0.12345678"})
    void leaves_out_the_trailing_zeros_of_assets_only(String amount, String expected) {
        assertThat(Language.EN.money(Money.of(amount, BTC))).isEqualTo(expected + "\u00a0BTC");
    }

    @Test
    void names_an_asset_by_its_symbol() {
        Money money = Money.of("12", new CurrencyUnit("usdt-tron", 6));
        assertThat(Language.EN.money(money)).isEqualTo("12.00\u00a0USDT");
    }

    @ParameterizedTest
    @CsvSource({
        "EN,1,ONE", "EN,0,OTHER", "EN,2,OTHER", "FR,0,ONE", "FR,2,OTHER", "PT,1,ONE", "ES,0,OTHER",
        "AR,0,ZERO", "AR,1,ONE", "AR,2,TWO", "AR,3,FEW", "AR,10,FEW", "AR,11,MANY", "AR,99,MANY",
        "AR,100,OTHER", "AR,103,FEW", "AR,102,OTHER"
    })
    void counts_as_its_grammar_does(Language language, long count, Language.Plural expected) {
        assertThat(language.plural(count)).isEqualTo(expected);
        assertThat(language.plurals()).contains(expected);
    }
}
