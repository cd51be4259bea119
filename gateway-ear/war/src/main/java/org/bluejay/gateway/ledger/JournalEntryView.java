package org.bluejay.gateway.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.CurrencyUnit;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One change of money, as the API shows it.
 *
 * @param id UUIDv7
 * @param at when, by the shop's clock
 * @param kind what happened
 * @param custody in whose wallet the money lies: {@code merchant} or {@code operator}
 * @param shopId which shop it concerns; missing when it concerns the merchant as a whole
 * @param invoiceId of which invoice; missing for money that belongs to none
 * @param paymentId which payment moved
 * @param postings from where to where; in each asset they sum to nothing
 */
@JsonPropertyOrder({"id", "at", "kind", "custody", "shopId", "invoiceId", "paymentId", "postings"})
@Schema(name = "JournalEntry")
public record JournalEntryView(
        UUID id,
        Instant at,
        @Schema(implementation = EntryKind.class) String kind,
        @Schema(implementation = Custody.class) String custody,
        Optional<UUID> shopId,
        Optional<UUID> invoiceId,
        Optional<UUID> paymentId,
        List<PostingView> postings) {

    /** A decimal that may be below zero. */
    static final String SIGNED = "^-?[0-9]+(\\.[0-9]+)?$";

    /**
     * One account's part in a change of money.
     *
     * @param bucket which account of the merchant's
     * @param asset unit of the amount
     * @param amount below zero where the money comes from, above where it goes
     */
    @JsonPropertyOrder({"bucket", "asset", "amount"})
    @Schema(name = "Posting")
    public record PostingView(
            @Schema(implementation = Bucket.class) String bucket,
            String asset,
            @Schema(pattern = SIGNED) String amount) {

        static PostingView of(Posting posting) {
            return new PostingView(
                    EntryQuery.text(posting.bucket()),
                    posting.asset().code(),
                    plain(posting.amount(), posting.asset()));
        }
    }

    static JournalEntryView of(JournalEntry entry) {
        return new JournalEntryView(
                entry.id(),
                entry.at(),
                EntryQuery.text(entry.cause().kind()),
                EntryQuery.text(entry.books().custody()),
                entry.books().shopId(),
                entry.invoiceId(),
                entry.paymentId(),
                entry.postings().stream().map(PostingView::of).toList());
    }

    /** With all the decimals of its unit, and more where there is less than the least coin. */
    static String plain(BigDecimal amount, CurrencyUnit unit) {
        BigDecimal bare = amount.stripTrailingZeros();
        return bare.setScale(Math.max(bare.scale(), unit.decimals())).toPlainString();
    }
}
