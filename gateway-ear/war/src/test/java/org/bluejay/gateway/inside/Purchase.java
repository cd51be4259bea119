package org.bluejay.gateway.inside;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.event.Event;
import org.bluejay.gateway.event.EventLog;
import org.bluejay.gateway.idempotency.IdempotencyStore;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.merchant.ShopService;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Ids;

/** One service method that leaves rows of every kind: a row by JPA, and three by SQL. */
@ApplicationScoped
public class Purchase {

    @Inject ShopService shops;
    @Inject EventLog events;
    @Inject IdempotencyStore keys;
    @Inject Clock clock;

    /** Makes a shop and its audit row, tells of it, and claims the caller's key. */
    @Transactional
    public UUID make(Caller caller) {
        Shop shop = shops.create(caller, "Inside");
        events.append(
                new Event(
                        Ids.next(),
                        caller.merchantId(),
                        shop.id(),
                        caller.environment(),
                        "test.ping",
                        new Event.ObjectRef("shop", shop.id()),
                        shop.id(),
                        1,
                        clock.instant(),
                        null,
                        "{}"));
        keys.claim(caller, caller.idempotencyKey().orElseThrow(), Optional.of(shop.id()));
        return shop.id();
    }

    /** The same, until something goes wrong at the very end. */
    @Transactional
    public UUID fail(Caller caller, RuntimeException how) {
        make(caller);
        throw how;
    }
}
