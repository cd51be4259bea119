package org.bluejay.gateway.currency;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.bluejay.connector.CurrencyUnit;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A currency of ISO 4217 that some country uses.
 *
 * @param code three letters
 * @param name in English
 * @param numericCode three digits
 * @param decimals digits after the point
 */
@JsonPropertyOrder({"code", "name", "numericCode", "decimals"})
@Schema(name = "FiatCurrency")
public record Fiat(String code, String name, String numericCode, int decimals) {

    public CurrencyUnit unit() {
        return new CurrencyUnit(code, decimals);
    }
}
