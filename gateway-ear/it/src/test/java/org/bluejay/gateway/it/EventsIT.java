package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happened, for those who ask. */
@ExtendWith(SharedGateway.class)
class EventsIT {

    private final Shop shop;

    EventsIT(Shop shop) {
        this.shop = shop;
    }

    @Test
    void tells_everything_once_and_in_order_page_by_page() {
        List<String> invoices = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            invoices.add(paid());
        }
        awaitEvents(7 * 3);

        List<String> seen = new ArrayList<>();
        List<String> paid = new ArrayList<>();
        String query = "/events/?limit=4";
        while (!query.isEmpty()) {
            Reply page = shop.api().get(query).expect(200);
            seen.addAll(page.texts("id"));
            page.data()
                    .forEach(
                            event -> {
                                if (event.path("type").asText().equals("invoice.paid")) {
                                    paid.add(event.path("object").path("id").asText());
                                }
                            });
            boolean more = page.json().path("page").path("hasMore").asBoolean();
            query =
                    more
                            ? "/events/?limit=4&cursor="
                                    + page.json().path("page").path("next").asText()
                            : "";
        }

        assertThat(seen).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(7 * 3);
        assertThat(paid).containsExactlyInAnyOrderElementsOf(invoices);
    }

    @Test
    void goes_on_after_the_last_event_known() {
        paid();
        String last = lastOf(awaitEvents(3));
        assertThat(shop.api().get("/events/?after=" + last).expect(200).data()).isEmpty();

        String next = paid();

        Reply more =
                Await.value(
                        "events after " + last,
                        () -> shop.api().get("/events/?after=" + last).expect(200),
                        reply -> reply.texts("type").contains("invoice.paid"));
        assertThat(more.data())
                .allMatch(
                        event ->
                                event.toString().contains(next)
                                        && event.path("sequence").asLong() > 0);
    }

    @Test
    void tells_only_the_types_asked_for() {
        paid();
        awaitEvents(3);

        assertThat(types("invoice.paid")).containsOnly("invoice.paid");
        assertThat(types("invoice.*")).contains("invoice.created", "invoice.paid");
        assertThat(types("invoice.*")).allMatch(type -> type.startsWith("invoice."));
        assertThat(types("payment.*")).containsOnly("payment.received");
        assertThat(types("payment.received,invoice.created"))
                .containsOnly("payment.received", "invoice.created");
        assertThat(types("*")).contains("payment.received", "invoice.paid");
    }

    @Test
    void shows_one_event_as_the_webhook_had_it() {
        String invoice = paid();
        Reply list = awaitEvents(3);

        Reply one = shop.api().get("/events/" + lastOf(list)).expect(200);

        assertThat(one.data()).isEqualTo(list.data().path(list.data().size() - 1));
        assertThat(one.text("environment")).isEqualTo("sandbox");
        assertThat(one.text("shopId")).isEqualTo(shop.id());
        assertThat(one.text("apiVersion")).isNotBlank();
        assertThat(one.data().path("object").path("id").asText()).isEqualTo(invoice);
    }

    @Test
    void sequence_rises_with_every_event_of_an_invoice() {
        String invoice = paid();
        awaitEvents(3);

        List<String> sequences =
                shop.api().get("/invoices/" + invoice + "/events").expect(200).texts("sequence");

        List<Long> numbers = sequences.stream().map(Long::valueOf).toList();
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void says_that_it_no_longer_knows_what_is_too_old() {
        Reply gone = shop.api().get("/events/?after=01800000-0000-7000-8000-000000000000");

        assertThat(gone.status()).as("%s", gone).isEqualTo(410);
        Problems.assertProblem(gone);
    }

    private List<String> types(String wanted) {
        return shop.api().get("/events/?limit=100&types=" + wanted).expect(200).texts("type");
    }

    private Reply awaitEvents(int count) {
        return Await.value(
                count + " events",
                () -> shop.api().get("/events/?limit=100").expect(200),
                reply -> reply.data().size() >= count);
    }

    private static String lastOf(Reply list) {
        return list.texts("id").get(list.data().size() - 1);
    }

    private String paid() {
        String id = shop.invoice("2.00").path("id").asText();
        shop.simulate(id, "paid");
        shop.await(id, "paid");
        return id;
    }
}
