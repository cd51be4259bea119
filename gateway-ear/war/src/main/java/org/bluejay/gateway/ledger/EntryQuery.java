package org.bluejay.gateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads entries with their postings. */
final class EntryQuery {

    /** The entries first, few by their index; then what belongs to them. */
    private static final String WITH_POSTINGS =
            """
            select e.*, a.bucket, a.asset, a.decimals, p.amount
            from (select * from journal_entry e where %s) e
            join posting p on p.entry_id = e.id
            join account a on a.id = p.account_id
            order by e.id %s, a.asset, a.decimals, p.amount, a.bucket\
            """;

    private static final String OF_PAYMENT =
            WITH_POSTINGS.formatted(
                    "e.merchant_id = :merchant and e.payment_id = :payment and e.kind like"
                            + " 'payment-%'",
                    "asc");

    private static final String WITH_ASSET =
            """
             and exists (select from posting p join account a on a.id = p.account_id
                where p.entry_id = e.id and a.asset = :asset)\
            """;

    private EntryQuery() {}

    static List<JournalEntry> ofPayment(Handle handle, UUID merchantId, UUID paymentId) {
        return read(
                handle.createQuery(OF_PAYMENT)
                        .bind("merchant", merchantId)
                        .bind("payment", paymentId));
    }

    /** Newest first; one more than {@code limit} when there are more. */
    static List<JournalEntry> page(
            Handle handle,
            Caller caller,
            LedgerReader.Filter filter,
            Optional<UUID> cursor,
            int limit) {
        StringBuilder which =
                new StringBuilder("e.merchant_id = :merchant and e.environment = :environment");
        caller.shop().ifPresent(x -> which.append(" and e.shop_id = :shop"));
        filter.invoiceId().ifPresent(x -> which.append(" and e.invoice_id = :invoice"));
        filter.paymentId().ifPresent(x -> which.append(" and e.payment_id = :payment"));
        filter.asset().ifPresent(x -> which.append(WITH_ASSET));
        cursor.ifPresent(x -> which.append(" and e.id < :cursor"));
        which.append(" order by e.id desc limit :limit");
        Query query =
                handle.createQuery(WITH_POSTINGS.formatted(which, "desc"))
                        .bind("merchant", caller.merchantId())
                        .bind("environment", EnvironmentConverter.text(caller.environment()))
                        .bind("limit", limit + 1);
        caller.shop().ifPresent(value -> query.bind("shop", value));
        filter.invoiceId().ifPresent(value -> query.bind("invoice", value));
        filter.paymentId().ifPresent(value -> query.bind("payment", value));
        filter.asset().ifPresent(value -> query.bind("asset", value));
        cursor.ifPresent(value -> query.bind("cursor", value));
        return read(query);
    }

    /** As schema and API write the words of an enumeration. */
    static String text(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> E word(Class<E> words, String text) {
        return Enum.valueOf(words, text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    static CurrencyUnit unit(ResultSet row) throws SQLException {
        return new CurrencyUnit(row.getString("asset"), row.getInt("decimals"));
    }

    private static List<JournalEntry> read(Query query) {
        Map<UUID, Head> heads = new LinkedHashMap<>();
        query.map(
                        (row, context) -> {
                            UUID id = row.getObject("id", UUID.class);
                            Head head = heads.get(id);
                            if (head == null) {
                                head = Head.read(row);
                                heads.put(id, head);
                            }
                            return head.postings.add(posting(row));
                        })
                .list();
        return heads.values().stream().map(Head::whole).toList();
    }

    private static Posting posting(ResultSet row) throws SQLException {
        return new Posting(
                word(Bucket.class, row.getString("bucket")),
                unit(row),
                row.getBigDecimal("amount"));
    }

    /** An entry whose postings are still to come. */
    private record Head(
            UUID id,
            Books books,
            Cause cause,
            Optional<UUID> invoiceId,
            Optional<UUID> paymentId,
            Instant at,
            List<Posting> postings) {

        static Head read(ResultSet row) throws SQLException {
            return new Head(
                    row.getObject("id", UUID.class),
                    new Books(
                            row.getObject("merchant_id", UUID.class),
                            Optional.ofNullable(row.getObject("shop_id", UUID.class)),
                            EnvironmentConverter.of(row.getString("environment")),
                            word(Custody.class, row.getString("custody"))),
                    new Cause(
                            word(EntryKind.class, row.getString("kind")),
                            row.getObject("cause_id", UUID.class),
                            row.getInt("number")),
                    Optional.ofNullable(row.getObject("invoice_id", UUID.class)),
                    Optional.ofNullable(row.getObject("payment_id", UUID.class)),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    new ArrayList<>());
        }

        JournalEntry whole() {
            return new JournalEntry(id, books, cause, invoiceId, paymentId, at, postings);
        }
    }
}
