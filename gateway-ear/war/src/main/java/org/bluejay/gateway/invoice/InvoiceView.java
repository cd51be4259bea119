package org.bluejay.gateway.invoice;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An invoice as the API and its events show it. All amounts are decimal strings in the invoice's
 * currency.
 *
 * @param id UUIDv7
 * @param link unguessable end of the checkout's address
 * @param status pending, processing, paid, expired or cancelled
 * @param environment live or sandbox
 * @param currencyAmount what is asked for
 * @param currencySymbol the unit of account: an ISO 4217 code or a crypto symbol
 * @param amountPaid money that is sure
 * @param amountPending money that is seen and not yet sure
 * @param amountDue what is still to be paid: total less paid, never below zero
 * @param amountRefunded money given back
 * @param exceptions any of underpaid, overpaid, late, reversed
 * @param disputed whether a payer disputes a payment
 * @param orderId the shop's own name for the order
 * @param orderDescription what is bought, shown to the payer
 * @param checkoutUrl the hosted page where the payer pays
 * @param publicUrl the same, to be sent to the payer
 * @param walletUrl leads straight into the payer's wallet once a way to pay is chosen
 * @param redirectUrl where the payer goes back to when all is paid
 * @param cancelUrl where the payer goes back to without paying
 * @param webhookUrl hears of everything that happens to this invoice
 * @param acceptedMethods ids of the methods offered; empty: all of the shop's
 * @param customerId the payer's record; the personal data itself is never shown again
 * @param metadata as the shop gave it
 * @param expiresAt until when it waits
 * @param paidAt when enough money was sure
 * @param cancelledAt when it was called off
 */
@JsonPropertyOrder({
    "id",
    "link",
    "status",
    "shopId",
    "environment",
    "currencyAmount",
    "currencySymbol",
    "amountPaid",
    "amountPending",
    "amountDue",
    "amountRefunded",
    "exceptions",
    "disputed",
    "orderId",
    "orderDescription",
    "checkoutUrl",
    "publicUrl",
    "walletUrl",
    "redirectUrl",
    "cancelUrl",
    "webhookUrl",
    "acceptedMethods",
    "customerId",
    "metadata",
    "createdAt",
    "expiresAt",
    "paidAt",
    "cancelledAt"
})
@Schema(name = "Invoice")
public record InvoiceView(
        UUID id,
        String link,
        @Schema(implementation = InvoiceStatus.class) String status,
        UUID shopId,
        String environment,
        String currencyAmount,
        String currencySymbol,
        String amountPaid,
        String amountPending,
        String amountDue,
        String amountRefunded,
        @Schema(implementation = Irregularity.class) List<String> exceptions,
        boolean disputed,
        Optional<String> orderId,
        Optional<String> orderDescription,
        String checkoutUrl,
        String publicUrl,
        String walletUrl,
        Optional<String> redirectUrl,
        Optional<String> cancelUrl,
        Optional<String> webhookUrl,
        List<String> acceptedMethods,
        Optional<UUID> customerId,
        @JsonRawValue String metadata,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> paidAt,
        Optional<Instant> cancelledAt) {

    static InvoiceView of(Invoice invoice, String publicUrl) {
        String checkout = publicUrl + "/pay/" + invoice.link();
        return new InvoiceView(
                invoice.id(),
                invoice.link(),
                invoice.status().text(),
                invoice.shopId(),
                EnvironmentConverter.text(invoice.environment()),
                invoice.total().toPlainString(),
                invoice.currency().code(),
                invoice.paid().toPlainString(),
                invoice.pending().toPlainString(),
                invoice.amountDue().toPlainString(),
                invoice.refunded().toPlainString(),
                invoice.irregularities().stream().sorted().map(Irregularity::text).toList(),
                false,
                invoice.orderId(),
                invoice.description(),
                checkout,
                checkout,
                checkout + "/wallet",
                invoice.redirectUrl(),
                invoice.cancelUrl(),
                invoice.webhookUrl(),
                invoice.acceptedMethods(),
                invoice.payerId(),
                invoice.metadata(),
                invoice.createdAt(),
                invoice.expiresAt(),
                invoice.paidAt(),
                invoice.cancelledAt());
    }
}
