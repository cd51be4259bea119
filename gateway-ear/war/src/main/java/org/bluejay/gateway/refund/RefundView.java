package org.bluejay.gateway.refund;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Money that goes back to a payer, as the API and its events show it. Where it goes to is never
 * shown again.
 *
 * @param id UUIDv7; the network knows the refund by it, too
 * @param invoiceId of which invoice
 * @param paymentId of which of its payments
 * @param status created, sending, processing, unknown (no answer came, and it is looked up), manual
 *     (a person has to pay it and record that), completed or failed
 * @param origin who began it: api, shop, or network when the money had gone already
 * @param amount in the invoice's currency
 * @param currency the invoice's
 * @param assetAmount what the payer gets, at the rate at which the payment came
 * @param asset unit that the payment came in
 * @param network by which it goes
 * @param networkRefundId the network's own id of it, or what a person recorded
 * @param shopRefundId the shop platform's own id of it
 * @param reason why it failed, waits or is unknown
 * @param completedAt when the money had gone
 */
@JsonPropertyOrder({
    "id",
    "invoiceId",
    "paymentId",
    "status",
    "origin",
    "amount",
    "currency",
    "assetAmount",
    "asset",
    "network",
    "networkRefundId",
    "shopRefundId",
    "reason",
    "createdAt",
    "completedAt"
})
@Schema(name = "Refund")
public record RefundView(
        UUID id,
        UUID invoiceId,
        UUID paymentId,
        @Schema(implementation = RefundState.class) String status,
        @Schema(implementation = RefundOrigin.class) String origin,
        String amount,
        String currency,
        String assetAmount,
        String asset,
        String network,
        Optional<String> networkRefundId,
        Optional<String> shopRefundId,
        Optional<String> reason,
        Instant createdAt,
        Optional<Instant> completedAt) {

    static RefundView of(Refund refund) {
        return new RefundView(
                refund.id(),
                refund.invoiceId(),
                refund.paymentId(),
                refund.state().text(),
                refund.origin().text(),
                refund.amount().toPlainString(),
                refund.amount().currency().code(),
                refund.assetAmount().toPlainString(),
                refund.assetAmount().currency().code(),
                refund.network(),
                refund.networkRefundId(),
                refund.shopRefundId(),
                Optional.of(refund.reason()).filter(reason -> !reason.isEmpty()),
                refund.createdAt(),
                refund.closedAt().filter(at -> refund.state() == RefundState.COMPLETED));
    }
}
