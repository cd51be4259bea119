package org.bluejay.gateway.invoice;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;

/** Which invoices a caller wants to see. Fields are public because JAX-RS fills them in. */
public class InvoiceFilter {

    private static final String TIME =
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,18}(Z|[+-][0-9]{2}:[0-9]{2})";

    /** pending, processing, paid, expired or cancelled. */
    @QueryParam("status")
    @Pattern(
            regexp = "pending|processing|paid|expired|cancelled",
            message = "is not a status of invoices")
    public String status;

    /** The shop's own name for the order, exactly. */
    @QueryParam("orderId")
    @Size(max = 200)
    public String orderId;

    /** One of the caller's shops. */
    @QueryParam("shopId")
    @Pattern(regexp = NewInvoice.ID, message = "must be the id of a shop")
    public String shopId;

    /** Made at this time or later (RFC 3339). */
    @QueryParam("createdAfter")
    @Pattern(regexp = TIME, message = "must be a time such as 2026-01-31T12:00:00Z")
    public String createdAfter;

    /** Made before this time (RFC 3339). */
    @QueryParam("createdBefore")
    @Pattern(regexp = TIME, message = "must be a time such as 2026-01-31T12:00:00Z")
    public String createdBefore;

    /** The beginning of an id, link, orderId or network id. */
    @QueryParam("q")
    @Size(min = 1, max = 200)
    public String q;
}
