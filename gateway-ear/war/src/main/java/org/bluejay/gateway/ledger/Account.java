package org.bluejay.gateway.ledger;

import java.util.Comparator;
import org.bluejay.connector.CurrencyUnit;

/** An account by what it is known by; made when it is first posted to. */
record Account(Books books, CurrencyUnit asset, Bucket bucket) {

    /** Everybody makes accounts in this order, so nobody waits for one who waits for him. */
    static final Comparator<Account> ORDER =
            Comparator.comparing((Account account) -> account.books.merchantId())
                    .thenComparing(account -> account.books.environment())
                    .thenComparing(account -> account.books.custody())
                    .thenComparing(account -> account.asset.code())
                    .thenComparing(account -> account.asset.decimals())
                    .thenComparing(Account::bucket);

    static Account of(JournalEntry entry, Posting posting) {
        return new Account(entry.books(), posting.asset(), posting.bucket());
    }
}
