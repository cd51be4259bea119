package org.bluejay.gateway.network;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.bluejay.gateway.shared.ShopTime;
import org.bluejay.gateway.shared.WorkDatabase;

/**
 * A sandbox shop's clock as a connector sees it: how far it runs ahead is read each time, because
 * it may be advanced on any node between two looks.
 */
final class ShopClock extends Clock {

    private final Clock system;
    private final UUID shopId;
    private final WorkDatabase database;

    ShopClock(Clock system, UUID shopId, WorkDatabase database) {
        this.system = system;
        this.shopId = shopId;
        this.database = database;
    }

    @Override
    public Instant instant() {
        long offset =
                database.inTransaction(
                        handle ->
                                handle.select(
                                                "select clock_offset_ms from shop where id = ?",
                                                shopId)
                                        .mapTo(Long.class)
                                        .one());
        return ShopTime.of(system, offset).instant();
    }

    @Override
    public ZoneId getZone() {
        return system.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new ShopClock(system.withZone(zone), shopId, database);
    }
}
