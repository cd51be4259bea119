package org.bluejay.gateway.refund;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.bluejay.gateway.shared.TestGateway;
import org.bluejay.gateway.shared.WorkDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators hear of refunds that wait, on a database that holds no others. */
class RefundAlarmTest {

    @TempDir static Path folder;
    static TestGateway gateway;

    @BeforeAll
    static void open() throws Exception {
        gateway = RefundRig.gateway(folder);
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void the_oldest_that_waits_for_a_person_or_an_answer_counts() {
        RefundRig bank = new RefundRig(gateway, "bank");
        RefundRig till = new RefundRig(gateway, "till");
        bank.refund(bank.paid("100.00"), "40.00", "later");
        bank.run();
        assertThat(oldest()).isZero();

        bank.refund(bank.paid("100.00"), "40.00", "lost");
        bank.run();
        gateway.clock().advance(Duration.ofMinutes(1));
        RefundView manual = till.refund(till.paid("100.00"), "40.00");
        gateway.clock().advance(Duration.ofMinutes(2));
        assertThat(oldest()).isEqualTo(Duration.ofMinutes(3));

        till.run();
        assertThat(oldest()).isEqualTo(Duration.ofMinutes(2));
        till.refunds.record(till.caller, manual.id(), "RKL85" + till.shop.id());
        assertThat(oldest()).isZero();
    }

    private static Duration oldest() {
        return RefundAlarm.oldest(gateway.get(WorkDatabase.class), gateway.clock().instant());
    }
}
