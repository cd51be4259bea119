package org.bluejay.gateway.currency;

import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.gateway.shared.Json;

/** The catalogue: fixed for as long as the gateway runs. */
@ApplicationScoped
public class Currencies {

    private final Map<String, Fiat> fiat;
    private final Map<String, Asset> assets;
    private final Map<String, CurrencyUnit> units;

    public Currencies() {
        fiat = currenciesInUse();
        assets = catalogue();
        units = new TreeMap<>();
        // The symbol as unit of account has the digits that every asset of that symbol can pay.
        assets.values().stream()
                .map(asset -> new CurrencyUnit(asset.symbol(), asset.decimals()))
                .forEach(unit -> units.merge(unit.code(), unit, Currencies::coarser));
        fiat.values().forEach(currency -> units.put(currency.code(), currency.unit()));
    }

    /**
     * What an invoice can be counted in.
     *
     * @param symbol an ISO code or an asset's symbol, in capitals: {@code KES}, {@code BTC}
     */
    public Optional<CurrencyUnit> unit(String symbol) {
        return Optional.ofNullable(symbol).map(units::get);
    }

    /** An asset by its id, such as {@code usdt-tron}. */
    public Optional<Asset> asset(String id) {
        return Optional.ofNullable(id).map(assets::get);
    }

    /** In the order of their ids. */
    public List<Asset> assets() {
        return List.copyOf(assets.values());
    }

    /** In the order of their codes. */
    public List<Fiat> fiat() {
        return List.copyOf(fiat.values());
    }

    private static CurrencyUnit coarser(CurrencyUnit one, CurrencyUnit other) {
        return one.decimals() <= other.decimals() ? one : other;
    }

    /** The JDK also knows those that are no more; a country's own currency is one that is. */
    private static Map<String, Fiat> currenciesInUse() {
        return Arrays.stream(Locale.getISOCountries())
                .map(country -> Currency.getInstance(new Locale("", country)))
                .filter(Objects::nonNull)
                .distinct()
                .filter(currency -> currency.getDefaultFractionDigits() >= 0)
                .map(
                        currency ->
                                new Fiat(
                                        currency.getCurrencyCode(),
                                        currency.getDisplayName(Locale.ENGLISH),
                                        currency.getNumericCodeAsString(),
                                        currency.getDefaultFractionDigits()))
                .collect(
                        Collectors.toMap(
                                Fiat::code, currency -> currency, (a, b) -> a, TreeMap::new));
    }

    private static Map<String, Asset> catalogue() {
        try (InputStream json = Currencies.class.getResourceAsStream("assets.json")) {
            List<Asset> listed = Json.MAPPER.readValue(json, new TypeReference<>() {});
            return listed.stream()
                    .sorted(Comparator.comparing(Asset::id))
                    .collect(
                            Collectors.toMap(
                                    Asset::id,
                                    asset -> asset,
                                    (one, again) -> {
                                        throw new IllegalStateException(again + " is listed twice");
                                    },
                                    TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException("the catalogue of assets cannot be read", e);
        }
    }
}
