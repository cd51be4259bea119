package org.bluejay.gateway.merchant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.audit.AuditLog;
import org.bluejay.gateway.shared.AddressRanges;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.Ids;

/** The merchant, shop and key that a newcomer begins with. */
@ApplicationScoped
@Transactional
public class DemoShop {

    /** The same at every start of every node, so that there is never a second one. */
    private static final UUID MERCHANT = UUID.fromString("019aa000-0000-7000-8000-00000000de30");

    private static final String NAME = "Demo";

    @Inject EntityManager entities;
    @Inject Database database;
    @Inject Shops shops;
    @Inject ShopService shopService;
    @Inject ApiKeyService keys;
    @Inject KeyCheck keyCheck;
    @Inject AuditLog audit;
    @Inject Clock clock;

    /**
     * The entries as they are true now; empty when the key is not good or the shop is not there.
     */
    Optional<DemoFile.Entries> upToDate(DemoFile.Entries entries) {
        return keyCheck.find(entries.key())
                .filter(key -> key.refusal(clock.instant(), "").isEmpty())
                .flatMap(key -> Ids.parse(entries.shopId()))
                .flatMap(id -> shops.find(MERCHANT, id))
                .map(shop -> entries.signedWith(shops.webhookSecret(shop).reveal()));
    }

    /**
     * Makes what is not there yet, and a key in any case.
     *
     * @param beforeCommit gets what will be true after the commit
     */
    DemoFile.Entries make(String url, Consumer<DemoFile.Entries> beforeCommit) {
        merchant();
        Shop shop =
                shops.first(MERCHANT, Environment.SANDBOX)
                        .orElseGet(() -> shopService.add(MERCHANT, Environment.SANDBOX, NAME));
        ApiKeyService.Issued issued =
                keys.add(
                        MERCHANT,
                        Optional.empty(),
                        Environment.SANDBOX,
                        new ApiKey.Terms(
                                NAME,
                                Scopes.all(),
                                new AddressRanges(List.of()),
                                Optional.empty()));
        audit.recordBySystem(
                new AuditLog.Subject(MERCHANT, Optional.empty(), Environment.SANDBOX),
                "api-key.create",
                "api-key",
                issued.key().id(),
                Map.of("name", NAME, "hint", issued.key().hint(), "demo", true));
        DemoFile.Entries entries =
                new DemoFile.Entries(
                        url,
                        issued.text().reveal(),
                        shop.id().toString(),
                        shops.webhookSecret(shop).reveal());
        entities.flush();
        beforeCommit.accept(entries);
        return entries;
    }

    /** Of two nodes that start at once, the second waits here and finds the first one's. */
    private void merchant() {
        database.use(
                handle ->
                        handle.createUpdate(
                                        "insert into merchant (id, name, created_at) values (:id,"
                                            + " :name, :at) on conflict (id) do update set name ="
                                            + " merchant.name")
                                .bind("id", MERCHANT)
                                .bind("name", NAME)
                                .bind("at", clock.instant())
                                .execute());
    }
}
