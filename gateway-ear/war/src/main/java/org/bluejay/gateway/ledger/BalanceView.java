package org.bluejay.gateway.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What one account holds now, which is what was ever posted to it.
 *
 * @param custody in whose wallet the money lies: {@code merchant} or {@code operator}
 * @param asset unit of the amount
 * @param bucket what the account is for: `external` and `holding` are where money came from, and so
 *     below zero; `available` can be paid out; `suspense` nobody knows the purpose of; `credited`
 *     is what invoices got; `conversion` and `rounding` are what lies between the asset that came
 *     and the currency that was credited
 * @param amount below zero when more left the account than arrived
 */
@JsonPropertyOrder({"environment", "custody", "asset", "bucket", "amount"})
@Schema(name = "Balance")
public record BalanceView(
        String environment,
        @Schema(implementation = Custody.class) String custody,
        String asset,
        @Schema(implementation = Bucket.class) String bucket,
        @Schema(pattern = JournalEntryView.SIGNED) String amount) {}
