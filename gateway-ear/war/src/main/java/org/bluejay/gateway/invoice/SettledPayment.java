package org.bluejay.gateway.invoice;

import java.math.BigDecimal;
import java.util.UUID;
import org.bluejay.connector.Money;
import org.bluejay.gateway.ledger.Custody;

/**
 * Money that is there for sure and credits an invoice: what can be given back.
 *
 * @param channelId by which it came
 * @param custody in whose wallet it lies
 * @param networkId the network's own id of it
 * @param amount what came, in its asset
 * @param credited what the invoice was credited for it, in the invoice's currency
 * @param rounding the part of {@code credited} that the bare rate does not give
 * @param rate invoice currency for one unit of the asset
 */
public record SettledPayment(
        UUID id,
        UUID channelId,
        String network,
        Custody custody,
        String networkId,
        Money amount,
        Money credited,
        BigDecimal rounding,
        BigDecimal rate) {}
