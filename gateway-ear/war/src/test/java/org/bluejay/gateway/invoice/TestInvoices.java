package org.bluejay.gateway.invoice;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.gateway.connector.ConnectorJar;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.network.Channel;
import org.bluejay.gateway.network.ChannelService;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.TestGateway;

/** Invoices, and money that comes for them, for tests of the rooms above. */
public final class TestInvoices {

    private TestInvoices() {}

    /** A gateway with money's rooms and a connector {@code mpesa} that does nothing by itself. */
    static TestGateway gateway(Path folder) throws Exception {
        ConnectorJar.of("mpesa").into(folder, "mpesa");
        TestGateway gateway =
                TestGateway.open(
                        Map.of("bluejay.connectors.dir", folder.toString()),
                        "connector",
                        "network",
                        "http",
                        "invoice");
        gateway.get(Connectors.class).scan();
        return gateway;
    }

    /** A shop's way to be paid through that connector. */
    static Channel till(TestGateway gateway, Caller owner, Shop shop) {
        return gateway.get(ChannelService.class)
                .create(
                        owner,
                        new ChannelService.Wish(Optional.of(shop.id()), "mpesa", "Till", Map.of()));
    }

    /** An invoice that waits for money. */
    public static Invoice open(TestGateway gateway, Shop shop, Money total) {
        Instant now = gateway.clock().instant();
        Duration time = Duration.ofMinutes(30);
        Invoice invoice =
                new Invoice(
                        Ids.next(),
                        Ids.token(Invoice.LINK_LENGTH),
                        new Invoice.Order(
                                shop.merchantId(),
                                shop.id(),
                                shop.environment(),
                                total,
                                "order-" + Ids.token(8),
                                null,
                                time,
                                List.of(),
                                null,
                                null,
                                null,
                                "{}",
                                null),
                        now,
                        now.plus(time));
        gateway.inTransaction(() -> gateway.get(InvoiceRepository.class).add(invoice));
        return invoice;
    }

    /**
     * Money settles for an invoice, in its own currency.
     *
     * @return the payment's id
     */
    public static UUID pay(TestGateway gateway, Invoice invoice, Channel channel, String amount) {
        Money money = Money.of(amount, invoice.currency());
        return pay(
                gateway,
                invoice,
                channel,
                money,
                new Valuation(money, BigDecimal.ZERO, BigDecimal.ONE, "same unit"));
    }

    /**
     * Money settles for an invoice in another asset than the invoice's currency.
     *
     * @param rounding the part of {@code credited} that the rate does not give
     */
    public static UUID pay(
            TestGateway gateway,
            Invoice invoice,
            Channel channel,
            Money amount,
            Money credited,
            String rounding,
            String rate) {
        return pay(
                gateway,
                invoice,
                channel,
                amount,
                new Valuation(credited, new BigDecimal(rounding), new BigDecimal(rate), "test"));
    }

    private static UUID pay(
            TestGateway gateway, Invoice to, Channel channel, Money amount, Valuation value) {
        UUID id = Ids.next();
        gateway.inTransaction(
                () -> {
                    InvoiceRepository invoices = gateway.get(InvoiceRepository.class);
                    Instant now = gateway.clock().instant();
                    PaymentReport.Transfer seen =
                            transfer("pay-" + id, amount, TransferState.SETTLED, now);
                    Invoice invoice = invoices.lock(to.id());
                    Transfer transfer = new Transfer(id, ChannelRef.of(channel), seen, now);
                    transfer.assign(invoice, null, value);
                    invoices.add(transfer);
                    invoices.claimNames(transfer, Set.of(seen.networkId()));
                    invoice.reckon(invoices.transfers(invoice), now);
                    gateway.get(Bookkeeping.class).keep(List.of(transfer), now);
                });
        return id;
    }

    /** The network takes a payment back that {@link #pay} made. */
    public static void reverse(TestGateway gateway, Channel channel, UUID payment, Money amount) {
        Instant later = gateway.clock().instant().plusSeconds(1);
        gateway.get(InvoiceService.class)
                .apply(
                        ChannelRef.of(channel),
                        new PaymentReport(
                                new PaymentHandle("nobody-knows", ""),
                                PaymentReport.State.OPEN,
                                List.of(
                                        transfer(
                                                "pay-" + payment,
                                                amount,
                                                TransferState.REVERSED,
                                                later)),
                                ""));
    }

    private static PaymentReport.Transfer transfer(
            String id, Money amount, TransferState state, Instant at) {
        return new PaymentReport.Transfer(id, Set.of(), amount, state, at, at, false);
    }
}
