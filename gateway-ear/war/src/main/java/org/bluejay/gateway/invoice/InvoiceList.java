package org.bluejay.gateway.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bluejay.gateway.event.EventView;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.Problem;

/** Finds invoices of a caller, newest first. */
@ApplicationScoped
class InvoiceList {

    private static final String EVENTS =
            "select "
                    + EventView.COLUMNS
                    + " from event where order_key = :invoice and shop_id = :shop order by"
                    + " sequence";

    private static final String SEARCH =
            """
            (id::text like :q or link like :q or order_id like :q
             or id in (select invoice_id from transfer where network_id like :q))\
            """;

    @Inject EntityManager em;
    @Inject Database database;

    Page<Invoice> page(Caller caller, InvoiceFilter filter, int limit, String cursor) {
        List<String> conditions = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        add(conditions, values, "merchant_id = :merchant", "merchant", caller.merchantId());
        add(
                conditions,
                values,
                "environment = :environment",
                "environment",
                EnvironmentConverter.text(caller.environment()));
        caller.shop().ifPresent(shop -> add(conditions, values, "shop_id = :own", "own", shop));
        add(conditions, values, "shop_id = :shop", "shop", id("shopId", filter.shopId));
        add(conditions, values, "status = :status", "status", filter.status);
        add(conditions, values, "order_id = :order", "order", filter.orderId);
        add(
                conditions,
                values,
                "created_at >= :after",
                "after",
                time("createdAfter", filter.createdAfter));
        add(
                conditions,
                values,
                "created_at < :before",
                "before",
                time("createdBefore", filter.createdBefore));
        add(conditions, values, "id < :cursor", "cursor", id("cursor", cursor));
        if (filter.q != null) {
            add(
                    conditions,
                    values,
                    SEARCH,
                    "q",
                    filter.q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%");
        }
        String sql =
                "select id from invoice where "
                        + String.join(" and ", conditions)
                        + " order by id desc limit :limit";
        List<UUID> ids =
                database.with(
                        handle ->
                                handle.createQuery(sql)
                                        .bindMap(values)
                                        .bind("limit", limit + 1)
                                        .mapTo(UUID.class)
                                        .list());
        return Page.of(ids, limit, UUID::toString).map(this::invoice);
    }

    private Invoice invoice(UUID id) {
        return em.find(Invoice.class, id);
    }

    /** What has happened to an invoice, in order. */
    List<EventView> events(Invoice invoice) {
        return database.with(
                handle ->
                        handle.createQuery(EVENTS)
                                .bind("invoice", invoice.id())
                                .bind("shop", invoice.shopId())
                                .map((row, context) -> EventView.read(row))
                                .list());
    }

    private static void add(
            List<String> conditions,
            Map<String, Object> values,
            String condition,
            String name,
            Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }

    private static UUID id(String field, String text) {
        return text == null
                ? null
                : Ids.parse(text)
                        .orElseThrow(
                                () -> Problem.invalid(field, "is not one that was given here"));
    }

    private static OffsetDateTime time(String field, String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text);
        } catch (DateTimeException e) {
            throw Problem.invalid(field, "must be a time such as 2026-01-31T12:00:00Z");
        }
    }
}
