package org.bluejay.gateway.shopsync;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An order of a connected shop as we last left it.
 *
 * @param orderId the platform's own id, as invoices name it
 * @param state {@code settled}: shop and money agree; {@code due}: it will be looked at; {@code
 *     dead}: given up until a person or news bring it back
 * @param tries that failed in a row
 * @param dueAt when it is looked at next
 * @param fault why the last look came to nothing
 * @param currency of the order
 * @param total what it costs
 * @param paid what the shop has recorded as paid
 * @param refundDue what came and is more than the order costs, or the shop would not take
 * @param unbacked what the shop has recorded as paid that did not come through us
 * @param lookedAt when it was last looked at with success
 */
@JsonPropertyOrder({
    "orderId",
    "state",
    "tries",
    "dueAt",
    "fault",
    "currency",
    "total",
    "paid",
    "refundDue",
    "unbacked",
    "lookedAt"
})
@Schema(name = "ShopOrder")
public record OrderView(
        String orderId,
        @Schema(enumeration = {"settled", "due", "dead"}) String state,
        int tries,
        Optional<Instant> dueAt,
        Optional<String> fault,
        Optional<String> currency,
        Optional<String> total,
        Optional<String> paid,
        Optional<String> refundDue,
        Optional<String> unbacked,
        Optional<Instant> lookedAt) {

    static OrderView read(ResultSet row) throws SQLException {
        String state = row.getString("state");
        String fault = row.getString("fault");
        return new OrderView(
                row.getString("order_id"),
                state,
                row.getInt("tries"),
                state.equals("due")
                        ? Optional.of(row.getTimestamp("due_at").toInstant())
                        : Optional.empty(),
                fault.isEmpty() ? Optional.empty() : Optional.of(fault),
                Optional.ofNullable(row.getString("currency")),
                sum(row, "total"),
                sum(row, "paid"),
                sum(row, "refund_due"),
                sum(row, "unbacked"),
                Optional.ofNullable(row.getTimestamp("looked_at")).map(at -> at.toInstant()));
    }

    private static Optional<String> sum(ResultSet row, String column) throws SQLException {
        BigDecimal amount = row.getBigDecimal(column);
        if (amount == null) {
            return Optional.empty();
        }
        CurrencyUnit unit = new CurrencyUnit(row.getString("currency"), row.getInt("decimals"));
        return Optional.of(new Money(amount, unit).toPlainString());
    }
}
