package org.bluejay.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.event.EventReader.Tenant;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.Problem;
import org.junit.jupiter.api.Test;

class EventReaderTest {

    private final EventFixture fixture = new EventFixture();
    private final EventReader reader = new EventReader(fixture.database, Clock.systemUTC());
    private final Tenant allShops =
            new Tenant(fixture.merchant, Environment.SANDBOX, Optional.empty());

    @Test
    void reads_page_by_page_in_the_order_of_positions() {
        List<Event> events =
                List.of(
                        fixture.append("invoice.created", Ids.next(), 1),
                        fixture.append("invoice.created", Ids.next(), 1),
                        fixture.append("invoice.created", Ids.next(), 1));
        fixture.number();

        Page<EventView> first = list(allShops, EventTypes.ALL, Optional.empty(), 2);
        Page<EventView> second =
                list(allShops, EventTypes.ALL, first.next().map(UUID::fromString), 2);

        assertThat(first.items())
                .extracting(EventView::id)
                .containsExactly(events.get(0).id(), events.get(1).id());
        assertThat(second.items()).extracting(EventView::id).containsExactly(events.get(2).id());
        assertThat(second.next()).isEmpty();
    }

    @Test
    void shows_no_event_before_it_has_a_position() {
        fixture.append("invoice.created", Ids.next(), 1);
        assertThat(list(allShops, EventTypes.ALL, Optional.empty(), 10).items()).isEmpty();
    }

    @Test
    void filters_by_types_with_wildcards() {
        fixture.append("invoice.created", Ids.next(), 1);
        Event payment = fixture.append("payment.received", Ids.next(), 1);
        fixture.number();

        assertThat(
                        list(allShops, EventTypes.of(List.of("payment.*")), Optional.empty(), 10)
                                .items())
                .extracting(EventView::id)
                .containsExactly(payment.id());
    }

    @Test
    void a_key_of_all_shops_reads_them_in_one_order_and_a_shops_key_its_own() {
        UUID second = fixture.shop(fixture.merchant, Environment.SANDBOX, Ids.next(), new byte[0]);
        Event one = fixture.append("invoice.created", Ids.next(), 1);
        Event two = fixture.event(second, "invoice.created", Ids.next(), 1, null);
        fixture.append(two);
        Event three = fixture.append("invoice.created", Ids.next(), 1);
        fixture.number();

        assertThat(list(allShops, EventTypes.ALL, Optional.empty(), 10).items())
                .extracting(EventView::id)
                .containsExactly(one.id(), two.id(), three.id());
        Tenant onlySecond = new Tenant(fixture.merchant, Environment.SANDBOX, Optional.of(second));
        assertThat(list(onlySecond, EventTypes.ALL, Optional.empty(), 10).items())
                .extracting(EventView::id)
                .containsExactly(two.id());
    }

    @Test
    void another_merchants_events_do_not_exist() {
        Event event = fixture.append("invoice.created", Ids.next(), 1);
        fixture.number();
        Tenant stranger = new Tenant(fixture.merchant(), Environment.SANDBOX, Optional.empty());
        Tenant live = new Tenant(fixture.merchant, Environment.LIVE, Optional.empty());

        for (Tenant other : List.of(stranger, live)) {
            assertThat(list(other, EventTypes.ALL, Optional.empty(), 10).items()).isEmpty();
            assertThatThrownBy(() -> reader.find(other, event.id().toString()))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.status()).isEqualTo(404));
            assertThatThrownBy(() -> list(other, EventTypes.ALL, Optional.of(event.id()), 10))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.status()).isEqualTo(422));
        }
    }

    @Test
    void an_event_older_than_they_are_kept_is_gone() {
        UUID ofTheYear2020 = UUID.fromString("016f5e66-e800-7000-8000-000000000000");

        assertThatThrownBy(() -> list(allShops, EventTypes.ALL, Optional.of(ofTheYear2020), 10))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(410));
    }

    @Test
    void is_told_with_its_data_as_JSON() {
        Event event = fixture.append("invoice.paid", Ids.next(), 3);
        fixture.number();

        assertThat(Json.text(reader.find(allShops, event.id().toString())))
                .isEqualTo(
                        """
                        {"id":"%s","type":"invoice.paid","timestamp":"2026-01-01T12:00:00Z","environment":"sandbox",\
                        "shopId":"%s","apiVersion":"v1","object":{"type":"invoice","id":"%s"},"sequence":3,\
                        "data":{"status": "paid"}}\
                        """
                                .formatted(event.id(), fixture.shop, event.object().id()));
    }

    private Page<EventView> list(Tenant tenant, EventTypes types, Optional<UUID> after, int limit) {
        return reader.list(tenant, types, after, limit);
    }
}
