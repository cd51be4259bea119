package org.bluejay.gateway.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.TestDatabase;
import org.bluejay.gateway.shared.WorkDatabase;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** A database with shops in it, for tests about events and who hears of them. */
public final class EventFixture {

    public final DataSource source = TestDatabase.fresh();
    public final Jdbi jdbi =
            Jdbi.create(new KeptConnections(source)).installPlugin(new PostgresPlugin());
    public final WorkDatabase work = new WorkDatabase(jdbi);
    public final Database database = new Database(jdbi);
    public final UUID merchant = merchant();
    public final UUID shop = shop(merchant, Environment.SANDBOX, Ids.next(), new byte[0]);

    public UUID merchant() {
        UUID id = Ids.next();
        jdbi.useHandle(
                handle ->
                        handle.execute(
                                "insert into merchant (id, name, created_at) values (?, 'M',"
                                        + " now())",
                                id));
        return id;
    }

    public UUID shop(UUID ofMerchant, Environment environment, UUID id, byte[] sealedSecret) {
        jdbi.useHandle(
                handle ->
                        handle.execute(
                                """
                                insert into shop (id, merchant_id, environment, name, webhook_secret, created_at)
                                values (?, ?, ?, 'S', ?, now())
                                """,
                                id,
                                ofMerchant,
                                EnvironmentConverter.text(environment),
                                sealedSecret));
        return id;
    }

    /** An event of the fixture's own shop. */
    public Event event(String type, UUID invoice, long sequence) {
        return event(shop, type, invoice, sequence, null);
    }

    public Event event(UUID ofShop, String type, UUID invoice, long sequence, String webhookUrl) {
        return new Event(
                Ids.next(),
                merchantOf(ofShop),
                ofShop,
                Environment.SANDBOX,
                type,
                new Event.ObjectRef("invoice", invoice),
                invoice,
                sequence,
                Instant.parse("2026-01-01T12:00:00Z"),
                webhookUrl,
                "{\"status\":\"paid\"}");
    }

    public Event append(String type, UUID invoice, long sequence) {
        Event event = event(type, invoice, sequence);
        append(event);
        return event;
    }

    public void append(Event event) {
        append(List.of(event));
    }

    /** All in one transaction. */
    public void append(List<Event> events) {
        jdbi.useTransaction(handle -> events.forEach(event -> EventLog.insert(handle, event)));
    }

    /** Events of as many different invoices, in one transaction. */
    public List<Event> appendMany(String type, int count) {
        List<Event> events =
                Stream.generate(() -> event(type, Ids.next(), 1)).limit(count).toList();
        append(events);
        return events;
    }

    /** Numbers all that is committed, with nobody listening. */
    public void number() {
        number(events -> {});
    }

    public void number(java.util.function.Consumer<NumberedEvents> listener) {
        EventNumberer numberer = new EventNumberer(work, listener);
        while (!numberer.number().isEmpty()) {
            // another batch
        }
    }

    private UUID merchantOf(UUID ofShop) {
        return jdbi.withHandle(
                (Handle handle) ->
                        handle.select("select merchant_id from shop where id = ?", ofShop)
                                .mapTo(UUID.class)
                                .one());
    }
}
