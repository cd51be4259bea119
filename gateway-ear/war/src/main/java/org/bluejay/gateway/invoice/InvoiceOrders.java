package org.bluejay.gateway.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Money;
import org.bluejay.gateway.currency.Currencies;
import org.bluejay.gateway.http.TargetUrl;
import org.bluejay.gateway.merchant.Shops;
import org.bluejay.gateway.network.Networks;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Faults;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Problem;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Turns what a shop wrote into an order that can be kept, or says everything that is wrong with it.
 */
@ApplicationScoped
class InvoiceOrders {

    private static final int DEFAULT_MINUTES = 30;

    @Inject Shops shops;
    @Inject Currencies currencies;
    @Inject Networks networks;
    @Inject Payers payers;

    /** Whether sandbox shops may be called on this machine. */
    @Inject
    @ConfigProperty(name = "bluejay.webhook.allow-loopback", defaultValue = "false")
    boolean loopbackToo;

    /**
     * Checks a request whose fields are well formed each by itself.
     *
     * @throws Problem 422 naming every field that will not do
     */
    Checked check(Caller caller, NewInvoice request) {
        Shops.Tenant shop = tenant(caller, request);
        Optional<CurrencyUnit> unit = currencies.unit(request.currencySymbol());
        Faults faults =
                new Faults()
                        .check(unit.isPresent(), "currencySymbol", "is not a currency known here");
        unit.ifPresent(
                known -> checkAmount(faults, new BigDecimal(request.currencyAmount()), known));
        checkAddresses(faults, shop.environment(), request);
        checkMethods(faults, shop.shopId(), request.acceptedMethods());
        String metadata = request.metadata() == null ? "{}" : Json.text(request.metadata());
        faults.check(
                        metadata.length() <= NewInvoice.MAX_METADATA_BYTES,
                        "metadata",
                        "must be at most " + NewInvoice.MAX_METADATA_BYTES + " characters of JSON")
                .raise();
        Optional<Payers.Row> payer =
                Optional.ofNullable(request.customer())
                        .map(customer -> payers.seal(shop.shopId(), customer));
        return new Checked(
                order(request, shop, unit.orElseThrow(), metadata, payer), payer, shop.clock());
    }

    /**
     * An order that can be kept.
     *
     * @param payer to be written with it
     * @param clock the shop's
     */
    record Checked(Invoice.Order order, Optional<Payers.Row> payer, Clock clock) {}

    private static Invoice.Order order(
            NewInvoice request,
            Shops.Tenant shop,
            CurrencyUnit unit,
            String metadata,
            Optional<Payers.Row> payer) {
        return new Invoice.Order(
                shop.merchantId(),
                shop.shopId(),
                shop.environment(),
                Money.of(request.currencyAmount(), unit),
                request.orderId(),
                request.orderDescription(),
                Duration.ofMinutes(
                        Optional.ofNullable(request.timeForPayment()).orElse(DEFAULT_MINUTES)),
                Optional.ofNullable(request.acceptedMethods()).orElse(List.of()),
                request.redirectUrl(),
                request.cancelUrl(),
                request.webhookUrl(),
                metadata,
                payer.map(Payers.Row::id).orElse(null));
    }

    private Shops.Tenant tenant(Caller caller, NewInvoice request) {
        UUID shopId =
                Optional.ofNullable(request.shopId())
                        .flatMap(Ids::parse)
                        .or(caller::shop)
                        .orElseThrow(
                                () ->
                                        Problem.invalid(
                                                "shopId",
                                                "is required, because this key speaks for several"
                                                        + " shops"));
        try {
            return shops.tenant(caller, shopId);
        } catch (Problem notTheCallers) {
            throw Problem.invalid("shopId", "is no shop that this key speaks for");
        }
    }

    private static void checkAmount(Faults faults, BigDecimal amount, CurrencyUnit unit) {
        faults.check(amount.signum() > 0, "currencyAmount", "must be more than zero");
        faults.check(
                amount.stripTrailingZeros().scale() <= unit.decimals(),
                "currencyAmount",
                "has more decimals than " + unit + ", which has " + unit.decimals());
    }

    private void checkAddresses(Faults faults, Environment environment, NewInvoice request) {
        faults.note("redirectUrl", pageFault(environment, request.redirectUrl()));
        faults.note("cancelUrl", pageFault(environment, request.cancelUrl()));
        if (request.webhookUrl() != null) {
            boolean loopback = loopbackToo && environment == Environment.SANDBOX;
            faults.note("webhookUrl", TargetUrl.fault(request.webhookUrl(), loopback));
        }
    }

    /**
     * A payer's browser goes there, never the gateway: any host will do, but no script and no plain
     * http in earnest.
     */
    private static Optional<String> pageFault(Environment environment, String address) {
        if (address == null) {
            return Optional.empty();
        }
        try {
            URI page = new URI(address);
            boolean secure = "https".equalsIgnoreCase(page.getScheme());
            boolean plain =
                    "http".equalsIgnoreCase(page.getScheme()) && environment == Environment.SANDBOX;
            return (secure || plain) && page.getHost() != null && page.getUserInfo() == null
                    ? Optional.empty()
                    : Optional.of("must be an absolute https address without a user name");
        } catch (java.net.URISyntaxException e) {
            return Optional.of("is not an address");
        }
    }

    private void checkMethods(Faults faults, UUID shop, List<String> accepted) {
        if (accepted == null || accepted.isEmpty()) {
            return;
        }
        Set<String> offered =
                networks.methodsOf(shop).stream()
                        .map(offer -> offer.descriptor().id())
                        .collect(Collectors.toSet());
        for (int i = 0; i < accepted.size(); i++) {
            faults.check(
                    offered.contains(accepted.get(i)),
                    "acceptedMethods[" + i + "]",
                    "is no method of this shop");
        }
    }
}
