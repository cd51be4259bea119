package org.bluejay.gateway.currency;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Optional;
import org.bluejay.connector.CurrencyUnit;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Something that can be paid in on a chain. The same symbol on another chain is another asset,
 * often with other decimals.
 *
 * @param id such as {@code usdt-tron}
 * @param symbol such as {@code USDT}; not unique
 * @param name for people
 * @param network the chain, such as {@code tron}
 * @param chainId the chain's own number (EIP-155) where it has one
 * @param contract the token's contract; left out for the chain's own coin
 * @param decimals digits after the point
 * @param minimum the least amount worth paying, as decimal text
 * @param confirmations blocks until a payment is settled
 */
@JsonPropertyOrder({
    "id",
    "symbol",
    "name",
    "network",
    "chainId",
    "contract",
    "decimals",
    "minimum",
    "confirmations"
})
@Schema(name = "CryptoAsset")
public record Asset(
        String id,
        String symbol,
        String name,
        String network,
        Optional<Long> chainId,
        Optional<String> contract,
        int decimals,
        String minimum,
        int confirmations) {

    public CurrencyUnit unit() {
        return new CurrencyUnit(id, decimals);
    }
}
