package org.bluejay.gateway.invoice;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.bluejay.gateway.event.Event;
import org.bluejay.gateway.idempotency.Answer;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Ids;

/** The rows of a new invoice over ten dollars, each time another. */
final class SampleInsert {

    private SampleInsert() {}

    static InvoiceInsert of(Shop shop, Caller who, Optional<Payers.Row> payer) {
        Instant now = Clock.systemUTC().instant();
        Invoice invoice =
                new Invoice(
                        Ids.next(),
                        Ids.token(Invoice.LINK_LENGTH),
                        new Invoice.Order(
                                shop.merchantId(),
                                shop.id(),
                                shop.environment(),
                                new Money(new BigDecimal("10.00"), CurrencyUnit.iso("USD")),
                                null,
                                null,
                                Duration.ofMinutes(30),
                                List.of(),
                                null,
                                null,
                                null,
                                "{}",
                                payer.map(Payers.Row::id).orElse(null)),
                        now,
                        now.plusSeconds(1_800));
        Event created =
                new Event(
                        Ids.next(),
                        shop.merchantId(),
                        shop.id(),
                        shop.environment(),
                        "invoice.created",
                        new Event.ObjectRef("invoice", invoice.id()),
                        invoice.id(),
                        1,
                        now,
                        null,
                        "{}");
        return new InvoiceInsert(
                who,
                invoice,
                payer,
                created,
                new Answer(201, Optional.empty(), new byte[] {'{', '}'}));
    }
}
