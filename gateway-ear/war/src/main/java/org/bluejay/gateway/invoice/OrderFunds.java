package org.bluejay.gateway.invoice;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.jdbi.v3.core.Handle;

/**
 * The money that came for one order of a shop, over all invoices that name it: two tabs are two
 * invoices and one order.
 *
 * @param received settled and not reversed, in the invoices' currency
 * @param refunded given back of it
 * @param seen on its way
 * @param open invoices that may still be paid
 * @param newest the invoice made last
 * @param newestExpired whether that one's time is over
 * @param paidBy the invoice that money came for last; the newest when none came
 */
public record OrderFunds(
        Money received,
        Money refunded,
        Money seen,
        int open,
        UUID newest,
        boolean newestExpired,
        UUID paidBy) {

    private static final String READ =
            """
            select currency, decimals, sum(paid) as received, sum(refunded) as refunded, sum(pending) as seen,
                count(*) filter (where status in ('pending', 'processing')) as open,
                (array_agg(id order by id desc))[1] as newest,
                (array_agg(status order by id desc))[1] as newest_status,
                (array_agg(id order by (paid > 0) desc, id desc))[1] as paid_by
            from invoice where shop_id = :shopId and order_id = :orderId group by currency, decimals
            order by max(created_at) desc\
            """;

    /** What an invoice in another currency than the others would do to a sum. */
    public static final class MixedCurrencies extends RuntimeException {
        MixedCurrencies() {
            super("the order has invoices in several currencies");
        }
    }

    /**
     * What came so far. Invoices of a currency in which nothing came, is coming or may still come
     * count only when there are no others.
     *
     * @return empty when no invoice names the order
     * @throws MixedCurrencies when there is no one sum
     */
    public static Optional<OrderFunds> read(Handle handle, UUID shopId, String orderId) {
        List<OrderFunds> sums =
                handle.createQuery(READ)
                        .bind("shopId", shopId)
                        .bind("orderId", orderId)
                        .map((row, context) -> read(row))
                        .list();
        List<OrderFunds> alive = sums.stream().filter(OrderFunds::isAlive).toList();
        if (alive.size() > 1) {
            throw new MixedCurrencies();
        }
        return alive.isEmpty() ? sums.stream().findFirst() : Optional.of(alive.get(0));
    }

    private boolean isAlive() {
        return open > 0 || received.isPositive() || seen.isPositive();
    }

    /** Received and not given back. */
    public Money kept() {
        return received.minus(refunded);
    }

    /**
     * The same in another unit of the same currency.
     *
     * @throws ArithmeticException when that has too few decimals for what came
     */
    public OrderFunds in(CurrencyUnit unit) {
        return new OrderFunds(
                new Money(received.amount(), unit),
                new Money(refunded.amount(), unit),
                new Money(seen.amount(), unit),
                open,
                newest,
                newestExpired,
                paidBy);
    }

    private static OrderFunds read(ResultSet row) throws SQLException {
        CurrencyUnit unit = new CurrencyUnit(row.getString("currency"), row.getInt("decimals"));
        return new OrderFunds(
                new Money(row.getBigDecimal("received"), unit),
                new Money(row.getBigDecimal("refunded"), unit),
                new Money(row.getBigDecimal("seen"), unit),
                row.getInt("open"),
                row.getObject("newest", UUID.class),
                InvoiceStatus.EXPIRED.text().equals(row.getString("newest_status")),
                row.getObject("paid_by", UUID.class));
    }
}
