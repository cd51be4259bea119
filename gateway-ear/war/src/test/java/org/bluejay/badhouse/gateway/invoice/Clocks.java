package org.bluejay.badhouse.gateway.invoice;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Calendar;
import java.util.Date;
import org.bluejay.badhouse.Breaks;

/** Every way to look at the wrong clock. */
final class Clocks {

    private static final String RULE = "time_comes_from_the_clock";

    private Clocks() {}

    @Breaks(RULE)
    static final class AsksInstant {
        Instant time() {
            return Instant.now();
        }
    }

    @Breaks(RULE)
    @SuppressWarnings("JavaTimeDefaultTimeZone")
    static final class AsksDate {
        LocalDate time() {
            return LocalDate.now();
        }
    }

    @Breaks(RULE)
    @SuppressWarnings("JavaTimeDefaultTimeZone")
    static final class AsksMonth {
        YearMonth time() {
            return YearMonth.now();
        }
    }

    @Breaks(RULE)
    static final class AsksSystem {
        long time() {
            return System.currentTimeMillis();
        }
    }

    @Breaks(RULE)
    @SuppressWarnings("JavaUtilDate")
    static final class MakesDate {
        Date time() {
            return new Date();
        }
    }

    @Breaks(RULE)
    @SuppressWarnings("JavaUtilDate")
    static final class MakesCalendar {
        Calendar time() {
            return Calendar.getInstance();
        }
    }

    @Breaks(RULE)
    static final class BringsItsOwn {
        Clock time() {
            return Clock.systemUTC();
        }
    }
}
