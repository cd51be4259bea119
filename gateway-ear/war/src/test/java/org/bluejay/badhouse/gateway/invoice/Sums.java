package org.bluejay.badhouse.gateway.invoice;

import java.math.BigDecimal;
import org.bluejay.badhouse.Breaks;

/** Every way to lose a cent. */
final class Sums {

    private static final String BINARY = "money_is_never_a_binary_fraction";
    private static final String THROUGH = "exact_numbers_do_not_pass_through_binary_ones";

    private Sums() {}

    @Breaks(BINARY)
    record DoubleCents(double amount) {}

    @Breaks(BINARY)
    record FloatCents(float amount) {}

    @Breaks(BINARY)
    record BoxedCents(Double amount) {}

    @Breaks(THROUGH)
    static final class Leaves {
        long cents(BigDecimal amount) {
            return Math.round(amount.doubleValue() * 100);
        }
    }

    @Breaks(THROUGH)
    static final class LeavesFaster {
        long cents(BigDecimal amount) {
            return Math.round(amount.floatValue() * 100);
        }
    }

    @Breaks(THROUGH)
    static final class ComesBack {
        BigDecimal amount(long cents) {
            return BigDecimal.valueOf(cents / 100.0);
        }
    }

    @Breaks(THROUGH)
    @SuppressWarnings("BigDecimalLiteralDouble")
    static final class ComesBackWorse {
        BigDecimal amount() {
            return new BigDecimal(0.1);
        }
    }
}
