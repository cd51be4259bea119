package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentReport.State;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.network.PaymentReport.TransferState;

/** What the promises demand of reports. */
final class Reports {

    private Reports() {}

    /** Paid to the last unit, no more expected. */
    static void settled(PaymentReport report, Money amount) {
        settled(report.transfers(), amount);
        assertThat(report.state()).isEqualTo(State.COMPLETED);
    }

    static void settled(Collection<Transfer> transfers, Money amount) {
        assertThat(transfers).extracting(Transfer::networkId).doesNotHaveDuplicates();
        assertThat(transfers).extracting(Transfer::networkId).noneMatch(String::isBlank);
        assertThat(sum(transfers, TransferState.SETTLED, amount)).isEqualTo(amount);
    }

    static Money sum(Collection<Transfer> transfers, TransferState state, Money like) {
        return transfers.stream()
                .filter(transfer -> transfer.state() == state)
                .map(Transfer::amount)
                .reduce(Money.zero(like.currency()), Money::plus);
    }

    /** The later report still knows every transfer of the earlier one, by the same id. */
    static void grew(PaymentReport earlier, PaymentReport later) {
        for (Transfer known : earlier.transfers()) {
            Transfer now = find(later.transfers(), known.networkId());
            assertThat(now.amount()).isEqualTo(known.amount());
            assertThat(now.occurredAt()).isEqualTo(known.occurredAt());
            assertThat(now.evidenceAt()).isAfterOrEqualTo(known.evidenceAt());
            assertThat(now.state()).isGreaterThanOrEqualTo(known.state());
        }
    }

    static Transfer find(List<Transfer> transfers, String networkId) {
        assertThat(transfers).extracting(Transfer::networkId).contains(networkId);
        return transfers.stream()
                .filter(transfer -> transfer.networkId().equals(networkId))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Whether one side's handle means the other's payment; the network may know only its own id.
     */
    static boolean same(PaymentHandle said, PaymentHandle asked) {
        return said.reference().equals(asked.reference())
                || (!said.networkReference().isEmpty()
                        && said.networkReference().equals(asked.networkReference()));
    }
}
