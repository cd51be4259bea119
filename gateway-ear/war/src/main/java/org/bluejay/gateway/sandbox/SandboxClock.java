package org.bluejay.gateway.sandbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.invoice.InvoiceService;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.merchant.ShopService;
import org.bluejay.gateway.merchant.Shops;
import org.bluejay.gateway.refund.RefundService;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.webhook.WebhookDeliveries;

/**
 * Lets a sandbox shop's time pass. Its clock runs ahead from then on, and whatever waits for a
 * moment of that shop is pulled forward by as much; signatures, tokens, ids and the audit stay in
 * real time.
 */
@ApplicationScoped
class SandboxClock {

    private static final Duration FARTHEST = Duration.ofDays(366);

    @Inject Shops shops;
    @Inject ShopService shopService;
    @Inject InvoiceService invoices;
    @Inject RefundService refunds;
    @Inject WebhookDeliveries deliveries;

    @Transactional(TxType.MANDATORY)
    SandboxResource.Time advance(Caller caller, String shopText, Duration by) {
        if (by.isNegative() || by.isZero() || by.compareTo(FARTHEST) > 0) {
            throw Problem.invalid(
                    "by",
                    "must be more than nothing and at most 366 days; a clock never goes back");
        }
        Shop shop = shop(caller, shopText);
        if (shop.clockOffset().plus(by).compareTo(FARTHEST) > 0) {
            throw Problem.invalid(
                    "by", "would take the clock more than 366 days ahead of real time in all");
        }
        shopService.advanceClock(caller, shop.id(), by);
        invoices.advance(shop.id(), by);
        refunds.advance(shop.id(), by);
        deliveries.advance(shop.id(), by);
        return new SandboxResource.Time(shop.id(), shops.clockOf(shop.id()).instant());
    }

    private Shop shop(Caller caller, String text) {
        UUID id =
                Optional.ofNullable(text)
                        .map(
                                given ->
                                        Ids.parse(given)
                                                .orElseThrow(
                                                        () ->
                                                                Problem.invalid(
                                                                        "shopId",
                                                                        "must be the id of a"
                                                                                + " shop")))
                        .or(caller::shop)
                        .orElseGet(() -> onlyShop(caller));
        requireSandbox(caller);
        return shops.of(caller, id);
    }

    private UUID onlyShop(Caller caller) {
        return shops.onlyOf(caller)
                .orElseThrow(
                        () ->
                                Problem.invalid(
                                        "shopId",
                                        "is required, because this key speaks for several shops"));
    }

    static void requireSandbox(Caller caller) {
        if (caller.environment() != Environment.SANDBOX) {
            throw Problem.forbidden(
                    "sandbox-only", "only sandbox shops can do this; use a sandbox key");
        }
    }
}
