package org.bluejay.gateway.invoice;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One way chosen to pay, as the API shows it.
 *
 * @param id UUIDv7; also the reference under which the network knows it
 * @param invoiceId what is being paid
 * @param method id of the method
 * @param network the connector's id
 * @param channelId the shop's channel that is used
 * @param state starting, open, unknown (the network gave no answer; it is being looked up, and is
 *     never asked twice), completed or failed
 * @param amount what the payer is asked for, in {@code asset}
 * @param asset unit of the amount
 * @param creditedAmount what that pays, in the invoice's currency
 * @param rate invoice currency for one unit of the asset
 * @param rateSource who said that rate, such as kraken or operator; missing when nothing is
 *     exchanged
 * @param rateSpread which part of the market's rate was taken off, 0.01 for one in a hundred;
 *     missing when nothing is exchanged
 * @param quoteExpiresAt until when that amount pays what it was quoted for
 * @param instruction what the payer has to do
 * @param reason why it failed or is unknown
 * @param closedAt when it was completed or failed
 */
@JsonPropertyOrder({
    "id",
    "invoiceId",
    "method",
    "network",
    "channelId",
    "state",
    "amount",
    "asset",
    "creditedAmount",
    "rate",
    "rateSource",
    "rateSpread",
    "quoteExpiresAt",
    "instruction",
    "reason",
    "createdAt",
    "closedAt"
})
@Schema(name = "Attempt")
public record AttemptView(
        UUID id,
        UUID invoiceId,
        String method,
        String network,
        UUID channelId,
        @Schema(implementation = PaymentAttempt.State.class) String state,
        String amount,
        String asset,
        String creditedAmount,
        String rate,
        Optional<String> rateSource,
        Optional<String> rateSpread,
        Instant quoteExpiresAt,
        Optional<Instruction> instruction,
        Optional<String> reason,
        Instant createdAt,
        Optional<Instant> closedAt) {

    static AttemptView of(PaymentAttempt attempt, Quote quote, Optional<Instruction> instruction) {
        return new AttemptView(
                attempt.id(),
                attempt.invoiceId(),
                attempt.method(),
                attempt.network(),
                attempt.channelId(),
                attempt.state().text(),
                quote.assetAmount().toPlainString(),
                attempt.asset().code(),
                quote.face().toPlainString(),
                quote.rate().stripTrailingZeros().toPlainString(),
                Optional.of(quote).filter(Quote::isExchange).map(Quote::source),
                Optional.of(quote)
                        .filter(Quote::isExchange)
                        .map(it -> it.spread().stripTrailingZeros().toPlainString()),
                quote.expiresAt(),
                instruction,
                Optional.of(attempt.reason()).filter(reason -> !reason.isEmpty()),
                attempt.createdAt(),
                attempt.closedAt());
    }
}
