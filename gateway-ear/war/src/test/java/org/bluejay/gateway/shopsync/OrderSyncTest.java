package org.bluejay.gateway.shopsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.shop.OrderChange;
import org.bluejay.gateway.connector.ShopJar;
import org.bluejay.gateway.shopsync.FakeShop.Trouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong between shops and gateways elsewhere, each by name. */
class OrderSyncTest {

    @TempDir static Path folder;
    SyncRig rig;

    @BeforeAll
    static void bring_a_platform() throws IOException {
        ShopJar.withParts(SyncRig.PLATFORM, folder, SyncRig.PLATFORM);
    }

    @BeforeEach
    void open() {
        rig = new SyncRig(folder);
        rig.shop.place("7", "10.00");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_paid_order_is_settled_once_and_its_echo_is_no_news() {
        rig.paid(rig.invoice("7", "10.00"), "10.00", "paid");
        rig.settleDown();
        assertPaidOnce("10.00");
        assertThat(rig.view("7").state()).isEqualTo("settled");
        int calls = rig.shop.calls();
        rig.webhook(rig.shop.webhookOf("7"));
        rig.settleDown();
        assertThat(rig.shop.calls()).as("calls after the echo of our own write").isEqualTo(calls);
    }

    @Test
    void a_paid_order_is_not_cancelled_by_an_old_attempts_expiry() {
        UUID old = rig.invoice("7", "10.00");
        rig.paid(rig.invoice("7", "10.00"), "10.00", "paid");
        rig.expired(old);
        rig.settleDown();
        rig.expired(old);
        rig.settleDown();
        assertPaidOnce("10.00");
        assertThat(rig.shop.order("7").cancelled).isFalse();
    }

    @Test
    void an_old_attempts_expiry_does_not_cancel_while_another_may_be_paid() {
        UUID old = rig.invoice("7", "10.00");
        rig.invoice("7", "10.00");
        rig.expired(old);
        rig.settleDown();
        assertThat(rig.shop.order("7").cancelled).isFalse();
    }

    @Test
    void two_tabs_two_payments_settle_once_and_the_second_is_shown_as_refund_due() {
        UUID first = rig.invoice("7", "10.00");
        UUID second = rig.invoice("7", "10.00");
        rig.paid(first, "10.00", "paid");
        rig.settleDown();
        rig.paid(second, "10.00", "paid");
        rig.settleDown();
        assertPaidOnce("10.00");
        assertThat(rig.view("7").refundDue()).contains("10.00");
        assertThat(rig.shop.order("7").notes)
                .singleElement()
                .asString()
                .contains("10.00 USD is due back to the payer");
        rig.refunded(second, "10.00");
        rig.settleDown();
        assertThat(rig.view("7").refundDue()).contains("0.00");
        assertThat(rig.shop.order("7").refunded)
                .as("the order stays paid")
                .isEqualByComparingTo("0");
    }

    @Test
    void parallel_webhooks_settle_once() throws Exception {
        UUID invoice = rig.invoice("7", "10.00");
        rig.paid(invoice, "10.00", "paid");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            running.add(
                    threads.submit(
                            () -> {
                                rig.webhook(rig.shop.webhookOf("7"));
                                rig.happened(invoice, "invoice.paid");
                                rig.sync.syncNext();
                            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
        threads.shutdown();
        rig.settleDown();
        assertPaidOnce("10.00");
        assertThat(rig.view("7").state()).isEqualTo("settled");
    }

    @Test
    void a_forged_webhook_brings_no_look() {
        rig.invoice("7", "10.00");
        rig.webhook(rig.shop.webhookOf("7"), "forged");
        assertThat(rig.sync.syncNext()).isFalse();
    }

    @Test
    void a_hint_that_names_no_order_is_refused_once_and_not_tried_again() {
        rig.invoice("7", "10.00");
        rig.webhook("unsigned " + "7".repeat(129));
        rig.webhook("unsigned ");
        assertThat(webhookStates()).containsExactly("rejected", "rejected");

        rig.webhook("unsigned 7\0");
        rig.webhook("7\0 1");
        rig.webhook("7 1\0");
        assertThat(webhookStates("connection_id = ? and state <> 'rejected'"))
                .containsExactly("handled", "handled", "handled");
        assertThat(rig.sync.syncNext()).isFalse();
    }

    @Test
    void a_webhook_is_on_disk_before_it_is_read_and_waits_for_its_connector(@TempDir Path empty) {
        try (SyncRig without = rig.beside(empty)) {
            rig.invoice("7", "10.00");
            without.webhook(rig.shop.webhookOf("7"));
            assertThat(webhookStates()).containsExactly("received");
            rig.work.useTransaction(
                    handle -> handle.execute("update shop_webhook set next_try_at = now()"));
            rig.webhooks.readNext();
            assertThat(webhookStates()).containsExactly("handled");
            assertThat(rig.sync.syncNext()).isTrue();
        }
    }

    @Test
    void a_webhook_to_no_connection_of_ours_is_nobodys() {
        rig.webhooks.keep(
                "other",
                new InboundCallback(
                        "POST", rig.connection.id().toString(), "", Map.of(), new byte[0]));
        assertThat(webhookStates()).isEmpty();
    }

    @Test
    void a_shop_that_floods_us_or_hangs_keeps_no_others_webhooks_waiting() {
        for (int i = 0; i < 5; i++) {
            rig.keep(rig.connection, "7 1", FakeShop.KEY);
        }
        rig.keep(rig.another(), "8 1", FakeShop.KEY);
        // Two readers, of whatever node, have been at the first ones for a while.
        execute(
                """
                update shop_webhook set leased_until = now() + interval '1 min', next_try_at = now() + interval '1 min'
                where id in (select id from shop_webhook order by id limit 2)\
                """);

        assertThat(rig.webhooks.readNext()).isTrue();
        assertThat(webhookStates("connection_id <> ?")).containsExactly("handled");
        assertThat(rig.webhooks.readNext()).isFalse();

        execute(
                "update shop_webhook set leased_until = now(), next_try_at = now() where state ="
                        + " 'received'");
        for (int i = 0; i < 5; i++) {
            assertThat(rig.webhooks.readNext()).isTrue();
        }
        assertThat(webhookStates("connection_id = ?")).hasSize(5).containsOnly("handled");
    }

    @Test
    void shops_orders_are_looked_at_in_turn_however_many_of_one_are_due() {
        Connection other = rig.another();
        for (int i = 0; i < 20; i++) {
            due(rig.connection, "flood-" + i);
        }
        due(other, "quiet");

        assertThat(takenOf(rig.connection)).isTrue();
        assertThat(takenOf(other)).isTrue();
        assertThat(takenOf(rig.connection)).isTrue();
        assertThat(
                        rig.work.<Optional<OrderQueue.Due>, RuntimeException>inTransaction(
                                rig.queue::take))
                .isEmpty();
    }

    private void due(Connection connection, String order) {
        execute(
                "insert into shop_order (connection_id, order_id, state, heard_by, due_at) values"
                        + " (?, ?, 'due', 'event', ?)",
                connection.id(),
                order,
                rig.clock.instant());
        rig.clock.advance(Duration.ofMillis(1));
    }

    private boolean takenOf(Connection connection) {
        return rig.work
                .<Optional<OrderQueue.Due>, RuntimeException>inTransaction(rig.queue::take)
                .filter(due -> due.connectionId().equals(connection.id()))
                .isPresent();
    }

    @Test
    void a_webhook_whose_seal_does_not_open_waits_alone() {
        rig.keep(rig.connection, "7 1", FakeShop.KEY);
        execute("update shop_webhook set request = decode('00', 'hex')");
        rig.keep(rig.connection, "7 2", FakeShop.KEY);

        assertThat(rig.webhooks.readNext()).isTrue();
        assertThat(rig.webhooks.readNext()).isTrue();

        assertThat(
                        webhookStates(
                                "connection_id = ? and reason like '%seal%' and next_try_at >"
                                        + " now()"))
                .containsExactly("received");
        assertThat(webhookStates("connection_id = ? and reason = ''")).containsExactly("handled");
    }

    @Test
    void a_connection_whose_seal_does_not_open_rests_until_it_does() {
        rig.paid(rig.invoice("7", "10.00"), "10.00", "paid");
        byte[] sealed =
                rig.work.inTransaction(
                        handle ->
                                handle.select("select settings from connection")
                                        .mapTo(byte[].class)
                                        .one());
        execute("update connection set settings = decode('00', 'hex')");
        assertThat(rig.sync.syncNext()).isTrue();
        assertThat(rig.poller.pollNext()).isTrue();
        assertThat(rig.sync.syncNext()).isFalse();
        assertThat(rig.poller.pollNext()).isFalse();
        assertThat(rig.view("7").fault().orElseThrow()).contains("settings do not open");

        execute("update connection set settings = ?", sealed);
        rig.later(Duration.ofSeconds(61));
        assertPaidOnce("10.00");
    }

    @Test
    void shops_whose_last_poll_failed_leave_most_pollers_to_the_others() {
        rig.shop.becomes(FakeShop.Trouble.AWAY);
        List<Connection> failing = List.of(rig.another(), rig.another(), rig.connection);
        failing.forEach(each -> assertThat(rig.poller.pollNext()).isTrue());
        rig.shop.becomes(FakeShop.Trouble.NONE);
        rig.clock.advance(Duration.ofMinutes(2));
        // Two of them are being asked, and hang.
        for (Connection each : failing.subList(0, 2)) {
            execute(
                    "update connection set poll_leased = now() + interval '1 min' where id = ?",
                    each.id());
        }

        assertThat(rig.poller.pollNext()).isFalse();
        rig.another();
        assertThat(rig.poller.pollNext()).isTrue();

        execute("update connection set poll_leased = now()");
        failing.forEach(each -> assertThat(rig.poller.pollNext()).isTrue());
        assertThat(rig.poller.pollNext()).isFalse();
        assertThat(
                        rig.work.<List<Boolean>, RuntimeException>inTransaction(
                                handle ->
                                        handle.select("select poll_failed from connection")
                                                .mapTo(Boolean.class)
                                                .list()))
                .hasSize(4)
                .containsOnly(false);
    }

    private void execute(String sql, Object... arguments) {
        rig.work.useTransaction(handle -> handle.execute(sql, arguments));
    }

    /**
     * @param where with the rig's own connection as its parameter
     */
    private List<String> webhookStates(String where) {
        return rig.work.inTransaction(
                handle ->
                        handle.select(
                                        "select state from shop_webhook where " + where,
                                        rig.connection.id())
                                .mapTo(String.class)
                                .list());
    }

    private List<String> webhookStates() {
        return rig.work.inTransaction(
                handle ->
                        handle.select("select state from shop_webhook").mapTo(String.class).list());
    }

    @Test
    void a_webhook_that_never_arrives_is_healed_by_the_poll_with_a_note_saying_so() {
        rig.later(Duration.ofMinutes(1));
        rig.shop.staff("7", order -> order.total = new BigDecimal("15.00"));
        UUID invoice = rig.invoice("7", "15.00");
        rig.paid(invoice, "15.00", "paid");
        rig.settleDown();
        assertPaidOnce("15.00");
        // The staff undo the payment by hand, and their shop does not tell us.
        rig.shop.staff("7", order -> order.paid = BigDecimal.ZERO);
        rig.later(Duration.ofMinutes(1));
        assertThat(rig.sync.syncNext()).as("looked at before the webhook had time").isFalse();
        rig.later(Duration.ofSeconds(30));
        assertThat(rig.shop.order("7").paid).isEqualByComparingTo("15.00");
        assertThat(rig.shop.order("7").notes)
                .singleElement()
                .asString()
                .contains("the shop's webhook did not arrive");
    }

    @Test
    void an_unpaid_order_marked_paid_in_the_shop_is_told_and_never_paid_twice() {
        UUID invoice = rig.invoice("7", "10.00");
        rig.webhook(rig.shop.staff("7", order -> order.paid = order.total));
        rig.settleDown();
        assertThat(rig.view("7").unbacked()).contains("10.00");
        assertThat(rig.shop.order("7").notes)
                .singleElement()
                .asString()
                .contains("10.00 USD of it did not come through Bluejay");
        rig.expired(invoice);
        rig.settleDown();
        assertThat(rig.shop.order("7").cancelled).isFalse();
        rig.paid(invoice, "10.00", "paid");
        rig.settleDown();
        assertThat(rig.shop.order("7").paid).isEqualByComparingTo("10.00");
        assertThat(rig.view("7").unbacked()).contains("0.00");
    }

    @Test
    void what_others_paid_of_an_order_counts() {
        UUID invoice = rig.invoice("7", "6.00");
        rig.shop.staff("7", order -> order.paid = new BigDecimal("4.00"));
        rig.paid(invoice, "6.00", "paid");
        rig.settleDown();
        assertPaidOnce("10.00");
        assertThat(rig.view("7").refundDue()).contains("0.00");

        rig.shop.place("8", "10.00");
        UUID all = rig.invoice("8", "10.00");
        rig.shop.staff("8", order -> order.paid = new BigDecimal("4.00"));
        rig.paid(all, "10.00", "paid");
        rig.settleDown();
        assertThat(rig.shop.order("8").paid).isEqualByComparingTo("10.00");
        assertThat(rig.view("8").refundDue()).contains("4.00");
        rig.refunded(all, "4.00");
        rig.settleDown();
        assertThat(rig.view("8").refundDue()).contains("0.00");
        assertThat(rig.shop.order("8").refunded).isEqualByComparingTo("0");
    }

    @Test
    void a_restock_loop_does_not_start() {
        UUID invoice = rig.invoice("7", "10.00");
        rig.expired(invoice);
        rig.settleDown();
        assertThat(rig.shop.order("7").cancelled).isTrue();
        for (int i = 0; i < 3; i++) {
            rig.webhook(rig.shop.staff("7", order -> order.cancelled = false));
            rig.expired(invoice);
            rig.settleDown();
        }
        assertThat(rig.shop.order("7").restocks).isEqualTo(1);
    }

    @Test
    void a_cancellation_whose_answer_was_lost_is_ours_all_the_same() {
        UUID reopened = rig.invoice("7", "10.00");
        rig.shop.place("8", "10.00");
        UUID paidLate = rig.invoice("8", "10.00");
        rig.shop.becomes(Trouble.LOSES_ANSWERS);
        rig.expired(reopened);
        rig.expired(paidLate);
        rig.settleDown();
        assertThat(rig.view("7").state()).isEqualTo("due");
        rig.shop.becomes(Trouble.NONE);
        rig.later(Duration.ofMinutes(2));

        rig.webhook(rig.shop.staff("7", order -> order.cancelled = false));
        rig.expired(reopened);
        rig.paid(paidLate, "10.00", "paid");
        rig.settleDown();

        assertThat(rig.shop.order("7").cancelled).isFalse();
        assertThat(rig.shop.order("7").restocks).isEqualTo(1);
        assertThat(rig.shop.order("8").cancelled).isFalse();
        assertThat(rig.shop.order("8").paid).isEqualByComparingTo("10.00");
        assertThat(rig.shop.order("7").notes).isEmpty();
    }

    @Test
    void a_cancellation_that_was_refused_does_not_make_the_staffs_ours() {
        UUID invoice = rig.invoice("7", "10.00");
        rig.shop.becomes(Trouble.REJECTS_WRITES);
        rig.expired(invoice);
        rig.settleDown();
        rig.shop.becomes(Trouble.NONE);
        rig.shop.staff("7", order -> order.cancelled = true);
        rig.paid(invoice, "10.00", "paid");
        rig.settleDown();
        assertThat(rig.shop.order("7").paid).isEqualByComparingTo("0");
        assertThat(rig.view("7").refundDue()).contains("10.00");
    }

    @Test
    void late_money_revives_what_we_cancelled_and_not_what_the_staff_did() {
        UUID invoice = rig.invoice("7", "10.00");
        rig.expired(invoice);
        rig.settleDown();
        rig.paid(invoice, "10.00", "paid");
        rig.settleDown();
        assertPaidOnce("10.00");
        assertThat(rig.shop.order("7").cancelled).isFalse();
        rig.shop.place("8", "10.00");
        UUID other = rig.invoice("8", "10.00");
        rig.shop.staff("8", order -> order.cancelled = true);
        rig.paid(other, "10.00", "paid");
        rig.settleDown();
        assertThat(rig.shop.order("8").paid).isEqualByComparingTo("0");
        assertThat(rig.view("8").refundDue()).contains("10.00");
    }

    @Test
    void the_order_is_changed_in_the_shop_while_the_payer_pays() {
        UUID invoice = rig.invoice("7", "10.00");
        rig.shop.staff("7", order -> order.total = new BigDecimal("15.00"));
        rig.paid(invoice, "10.00", "paid");
        rig.settleDown();
        assertThat(rig.shop.order("7").paid).as("a part").isEqualByComparingTo("10.00");
        rig.webhook(rig.shop.staff("7", order -> order.total = new BigDecimal("8.00")));
        rig.settleDown();
        assertThat(rig.shop.order("7").paid).isEqualByComparingTo("10.00");
        assertThat(rig.view("7").refundDue()).contains("2.00");
    }

    @Test
    void the_shop_is_down_for_an_hour_and_the_order_is_paid_once_when_it_is_back() {
        rig.shop.becomes(Trouble.AWAY);
        rig.paid(rig.invoice("7", "10.00"), "10.00", "paid");
        for (int minute = 0; minute < 60; minute++) {
            rig.later(Duration.ofMinutes(1));
        }
        assertThat(rig.view("7").state()).isEqualTo("due");
        rig.shop.becomes(Trouble.NONE);
        // The breaker goes by real time; a new node has none that is open.
        try (SyncRig fresh = rig.beside(folder)) {
            rig.clock.advance(Duration.ofMinutes(16));
            fresh.settleDown();
        }
        assertPaidOnce("10.00");
        assertThat(rig.view("7").state()).isEqualTo("settled");
    }

    @Test
    void a_time_out_after_the_shop_did_it_settles_once() {
        rig.shop.becomes(Trouble.LOSES_ANSWERS);
        rig.paid(rig.invoice("7", "10.00"), "10.00", "paid");
        rig.settleDown();
        assertThat(rig.view("7").fault()).contains("no answer");
        rig.later(Duration.ofSeconds(91));
        assertPaidOnce("10.00");
        assertThat(rig.view("7").state()).isEqualTo("settled");
    }

    /** The shop's server goes on: what it shows before it has ended is not what comes of it. */
    @Test
    void nobody_looks_while_a_write_may_still_be_under_way() {
        rig.shop.becomes(Trouble.LOSES_ANSWERS);
        UUID invoice = rig.invoice("7", "10.00");
        rig.paid(invoice, "10.00", "paid");
        rig.settleDown();
        int calls = rig.shop.calls();
        rig.clock.advance(Duration.ofSeconds(89));
        rig.happened(invoice, "invoice.paid");
        rig.work.useTransaction(handle -> rig.queue.bringForward(handle, rig.connection.id()));
        rig.settleDown();
        assertThat(rig.shop.calls()).isEqualTo(calls);
        rig.clock.advance(Duration.ofSeconds(2));
        rig.settleDown();
        assertThat(rig.view("7").state()).isEqualTo("settled");
        assertPaidOnce("10.00");
    }

    @Test
    void what_the_shop_rejects_is_given_up_and_shown_until_there_are_news() {
        rig.shop.becomes(Trouble.REJECTS_WRITES);
        UUID invoice = rig.invoice("7", "10.00");
        rig.paid(invoice, "10.00", "paid");
        rig.settleDown();
        assertThat(rig.view("7").state()).isEqualTo("dead");
        assertThat(rig.view("7").fault()).contains("400: the shop said no");
        rig.shop.becomes(Trouble.NONE);
        rig.happened(invoice, "invoice.paid");
        rig.settleDown();
        assertPaidOnce("10.00");
    }

    @Test
    void money_that_the_shop_would_not_take_is_due_and_told() {
        UUID invoice = rig.invoice("7", "10.00");
        rig.expired(invoice);
        rig.settleDown();
        rig.shop.becomes(Trouble.REJECTS_PAYMENTS);
        rig.paid(invoice, "12.00", "paid");
        rig.settleDown();
        assertThat(rig.view("7").state()).isEqualTo("dead");
        assertThat(rig.view("7").fault()).contains("400: the shop said no");
        assertThat(rig.view("7").refundDue()).contains("12.00");
        assertThat(rig.shop.order("7").notes)
                .anyMatch(note -> note.contains("2.00 USD is due back to the payer"))
                .anyMatch(note -> note.contains("12.00 USD that came is not part of this order"))
                .hasSize(2);

        int calls = rig.shop.calls();
        rig.webhook(rig.shop.webhookOf("7"));
        rig.settleDown();
        assertThat(rig.shop.calls()).as("calls after the echo of our own note").isEqualTo(calls);
        rig.happened(invoice, "invoice.paid");
        rig.settleDown();
        assertThat(rig.shop.order("7").notes).as("told once").hasSize(2);
        rig.refunded(invoice, "12.00");
        rig.settleDown();
        assertThat(rig.view("7").refundDue()).contains("0.00");
    }

    @Test
    void a_person_need_not_wait_for_the_next_try() {
        rig.shop.becomes(Trouble.AWAY);
        UUID invoice = rig.invoice("7", "10.00");
        rig.paid(invoice, "10.00", "paid");
        for (int i = 0; i < 5; i++) {
            rig.clock.advance(Duration.ofMinutes(5));
            rig.settleDown();
        }
        rig.shop.becomes(Trouble.NONE);
        rig.happened(invoice, "invoice.paid");
        assertThat(rig.sync.syncNext()).as("news do not shorten the pause").isFalse();
        rig.work.useTransaction(
                handle ->
                        rig.news.orderChanged(
                                handle,
                                rig.connection.id(),
                                new OrderChange("7", ""),
                                "person",
                                Duration.ZERO));
        rig.settleDown();
        assertPaidOnce("10.00");
    }

    @Test
    void an_empty_invoice_in_another_currency_is_no_money_that_cannot_be_added() {
        UUID empty = rig.invoice("7", "9.00", "EUR");
        UUID invoice = rig.invoice("7", "10.00");
        rig.expired(empty);
        rig.paid(invoice, "10.00", "paid");
        rig.settleDown();
        assertPaidOnce("10.00");

        rig.paid(empty, "1.00", "paid");
        rig.settleDown();
        assertThat(rig.view("7").state()).isEqualTo("dead");
        assertThat(rig.view("7").fault().orElseThrow()).contains("several currencies");
    }

    @Test
    void who_marks_many_orders_goes_by_their_ids() throws Exception {
        Map<String, UUID> invoices = new LinkedHashMap<>();
        for (String order : List.of("9", "B", "a", "10")) {
            invoices.put(order, rig.invoice(order, "1.00"));
        }
        List<OrderChange> told =
                invoices.keySet().stream().map(order -> new OrderChange(order, "")).toList();
        assertThat(OrderNews.inTurn(told))
                .extracting(OrderChange::orderId)
                .containsExactly("10", "9", "B", "a");
        rig.work.useTransaction(handle -> rig.news.invoicesChanged(handle, invoices.values()));
        List<String> marked =
                rig.work.inTransaction(
                        handle ->
                                handle.select("select order_id from shop_order order by ctid")
                                        .mapTo(String.class)
                                        .list());
        assertThat(marked).containsExactly("10", "9", "B", "a");
    }

    @Test
    void a_refused_key_stops_all_until_the_owner_has_connected_again() {
        rig.shop.becomes(Trouble.REFUSES_KEY);
        rig.paid(rig.invoice("7", "10.00"), "10.00", "paid");
        rig.settleDown();
        int calls = rig.shop.calls();
        rig.later(Duration.ofHours(1));
        assertThat(rig.shop.calls()).as("calls with a key that was refused").isEqualTo(calls);
        rig.shop.becomes(Trouble.NONE);
        rig.work.useTransaction(
                handle -> {
                    rig.connections.reconnected(handle, rig.connection.id());
                    rig.queue.bringForward(handle, rig.connection.id());
                });
        rig.settleDown();
        assertPaidOnce("10.00");
    }

    @Test
    void refunds_are_recorded_once_and_those_made_in_the_shop_move_no_money() {
        UUID invoice = rig.invoice("7", "10.00");
        rig.paid(invoice, "10.00", "paid");
        rig.refunded(invoice, "4.00");
        rig.settleDown();
        rig.happened(invoice, "invoice.refunded");
        rig.settleDown();
        assertThat(rig.shop.order("7").refunded).isEqualByComparingTo("4.00");
        rig.webhook(rig.shop.staff("7", order -> order.refunded = new BigDecimal("6.00")));
        rig.settleDown();
        assertThat(rig.shop.order("7").notes)
                .singleElement()
                .asString()
                .contains("a refund of 2.00 USD that Bluejay has not paid out");
    }

    @Test
    void an_order_paid_before_the_shop_shows_it_waits_for_it() {
        rig.paid(rig.invoice("9", "10.00"), "10.00", "paid");
        rig.settleDown();
        assertThat(rig.view("9").fault()).contains("the shop has no order 9 yet");
        rig.shop.place("9", "10.00");
        rig.later(Duration.ofMinutes(1));
        assertThat(rig.shop.order("9").paid).isEqualByComparingTo("10.00");
    }

    private void assertPaidOnce(String amount) {
        assertThat(rig.shop.order("7").paid).isEqualByComparingTo(amount);
        assertThat(rig.shop.order("7").payments).as("payments recorded").isEqualTo(1);
    }
}
