package org.bluejay.gateway.invoice;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Money that came, as the API and its events show it.
 *
 * @param id UUIDv7
 * @param invoiceId which invoice it pays; missing while nobody knows
 * @param attemptId by which attempt it came
 * @param asset unit it came in
 * @param amount in that unit
 * @param creditedAmount what it is worth to the invoice, in the invoice's currency, fixed when
 *     first seen
 * @param rate invoice currency for one unit of the asset
 * @param rateSource who said that rate, such as kraken or operator; {@code same unit} when nothing
 *     was exchanged, and with {@code (last known)} behind it when there was no newer one
 * @param status detected, settled, dropped or reversed
 * @param network where it was seen
 * @param networkId the network's own id of it
 * @param late whether it came after the invoice's time, or was heard of only after the invoice was
 *     cancelled
 * @param occurredAt by the network's clock
 * @param detectedAt when the gateway first saw it
 */
@JsonPropertyOrder({
    "id",
    "invoiceId",
    "attemptId",
    "asset",
    "amount",
    "creditedAmount",
    "rate",
    "rateSource",
    "status",
    "network",
    "networkId",
    "late",
    "occurredAt",
    "detectedAt"
})
@Schema(name = "Payment")
public record PaymentView(
        UUID id,
        Optional<UUID> invoiceId,
        Optional<UUID> attemptId,
        String asset,
        String amount,
        Optional<String> creditedAmount,
        Optional<String> rate,
        Optional<String> rateSource,
        @Schema(implementation = TransferState.class) String status,
        String network,
        String networkId,
        boolean late,
        Instant occurredAt,
        Instant detectedAt) {

    /**
     * @param currencyDecimals of the invoice's currency
     */
    static PaymentView of(Transfer transfer, int currencyDecimals) {
        return new PaymentView(
                transfer.id(),
                transfer.invoiceId(),
                transfer.attemptId(),
                transfer.amount().currency().code(),
                transfer.amount().toPlainString(),
                transfer.credited()
                        .map(credited -> credited.setScale(currencyDecimals).toPlainString()),
                transfer.rate().map(BigDecimal::stripTrailingZeros).map(BigDecimal::toPlainString),
                transfer.rateSource(),
                transfer.state().name().toLowerCase(Locale.ROOT),
                transfer.network(),
                transfer.networkId(),
                transfer.isLate(),
                transfer.occurredAt(),
                transfer.detectedAt());
    }
}
