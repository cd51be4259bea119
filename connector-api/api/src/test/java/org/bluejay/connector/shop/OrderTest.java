package org.bluejay.connector.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.junit.jupiter.api.Test;

class OrderTest {

    static final Money TOTAL = Money.of("1.234", CurrencyUnit.iso("KWD"));
    static final Money OTHER = Money.of("1.23", CurrencyUnit.iso("USD"));

    @Test
    void an_order_counts_in_one_currency() {
        assertThatThrownBy(() -> snapshot(TOTAL, OTHER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("several currencies");
        assertThat(snapshot(TOTAL, TOTAL).currency()).isEqualTo(CurrencyUnit.iso("KWD"));
    }

    @Test
    void an_order_is_never_settled_beyond_its_total() {
        Money more = TOTAL.plus(TOTAL);
        assertThatThrownBy(() -> new Settlement("7", more, TOTAL, "p"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most its total of 1.234 KWD");
        assertThatThrownBy(() -> new Settlement("7", TOTAL.minus(TOTAL), TOTAL, "p"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Settlement("7", TOTAL, TOTAL, "p").isFull()).isTrue();
    }

    @Test
    void an_order_id_is_text_of_bounded_length() {
        assertThatThrownBy(() -> new OrderChange("", "")).hasMessageContaining("1 to 128");
        assertThatThrownBy(() -> new OrderChange("7".repeat(129), ""))
                .hasMessageContaining("1 to 128");
    }

    @Test
    void what_came_through_us_is_part_of_what_was_paid() {
        Money nothing = Money.zero(TOTAL.currency());
        assertThat(snapshot(TOTAL, TOTAL, nothing).paidElsewhere()).isEqualTo(TOTAL);
        assertThatThrownBy(() -> snapshot(TOTAL, nothing, TOTAL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more paid through us than paid");
    }

    private static OrderSnapshot snapshot(Money total, Money paid) {
        return snapshot(total, paid, paid);
    }

    private static OrderSnapshot snapshot(Money total, Money paid, Money paidThroughUs) {
        return new OrderSnapshot(
                "7",
                "#7",
                total,
                paid,
                paidThroughUs,
                Money.zero(total.currency()),
                false,
                "v1",
                Instant.EPOCH,
                "open");
    }
}
