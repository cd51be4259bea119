package org.bluejay.gateway.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.shared.Ids;

/** Entries for tests. */
final class Entries {

    static final CurrencyUnit KES = CurrencyUnit.iso("KES");
    static final CurrencyUnit ETH = new CurrencyUnit("eth", 18);

    private static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");

    private Entries() {}

    static Books books(Shop shop) {
        return books(shop, shop.environment(), Custody.MERCHANT);
    }

    static Books books(Shop shop, Environment environment, Custody custody) {
        return new Books(shop.merchantId(), Optional.of(shop.id()), environment, custody);
    }

    /** Something that never happened before. */
    static Cause cause() {
        return new Cause(EntryKind.PAYMENT_SETTLED, Ids.next(), 1);
    }

    static JournalEntry entry(Books books, Posting... postings) {
        return entry(books, cause(), Arrays.asList(postings));
    }

    static JournalEntry entry(Books books, Cause cause, List<Posting> postings) {
        return new JournalEntry(
                Ids.next(), books, cause, Optional.empty(), Optional.empty(), AT, postings);
    }

    /** From the merchant's till to what is credited. */
    static JournalEntry paid(Shop shop, String amount) {
        return entry(books(shop), kes(Bucket.EXTERNAL, "-" + amount), kes(Bucket.CREDITED, amount));
    }

    /** Takes back all that an entry moved. */
    static JournalEntry reverse(JournalEntry entry) {
        UUID payment = entry.cause().id();
        return entry(
                entry.books(),
                new Cause(EntryKind.PAYMENT_REVERSED, payment, entry.cause().number()),
                entry.postings().stream()
                        .map(one -> new Posting(one.bucket(), one.asset(), one.amount().negate()))
                        .toList());
    }

    static Posting kes(Bucket bucket, String amount) {
        return new Posting(bucket, KES, new BigDecimal(amount));
    }

    static Posting eth(Bucket bucket, String amount) {
        return new Posting(bucket, ETH, new BigDecimal(amount));
    }
}
