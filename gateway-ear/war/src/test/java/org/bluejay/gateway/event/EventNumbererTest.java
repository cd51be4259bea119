package org.bluejay.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bluejay.gateway.event.NumberedEvents.Numbered;
import org.bluejay.gateway.shared.Ids;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

class EventNumbererTest {

    private final EventFixture fixture = new EventFixture();

    @Test
    void numbers_committed_events_without_gaps() {
        for (int i = 1; i <= 5; i++) {
            fixture.append("invoice.created", Ids.next(), 1);
        }
        List<Numbered> heard = new ArrayList<>();

        fixture.number(batch -> heard.addAll(batch.events()));

        assertThat(heard).extracting(Numbered::position).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void an_event_that_commits_late_comes_after_those_that_overtook_it() {
        Event slow = fixture.event("invoice.created", Ids.next(), 1);
        try (Handle open = fixture.jdbi.open()) {
            open.begin();
            EventLog.insert(open, slow);
            Event quick = fixture.append("invoice.created", Ids.next(), 1);
            fixture.number();
            open.commit();
            fixture.number();

            assertThat(position(quick.id())).isLessThan(position(slow.id()));
        }
    }

    @Test
    void leaves_events_unnumbered_when_a_listener_fails() {
        Event event = fixture.append("invoice.created", Ids.next(), 1);

        assertThatThrownBy(
                        () ->
                                fixture.number(
                                        batch -> {
                                            throw new IllegalStateException("on purpose");
                                        }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(unnumbered()).isOne();
        fixture.number();
        assertThat(position(event.id())).isOne();
    }

    /** Rule 7: commits overtake each other while two nodes number and one reader follows. */
    @Test
    void a_reader_by_position_never_misses_an_event() throws Exception {
        int writers = 4;
        int each = 50;
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<Integer>> writing = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                writing.add(threads.submit(() -> write(each)));
            }
            List<Future<Integer>> numbering =
                    List.of(
                            threads.submit(() -> numberUntil(done)),
                            threads.submit(() -> numberUntil(done)));
            Future<List<UUID>> reading = threads.submit(() -> follow(writers * each));

            for (Future<Integer> writer : writing) {
                assertThat(writer.get()).isEqualTo(each);
            }
            List<UUID> read = reading.get();
            done.set(true);
            int numbered = numbering.get(0).get() + numbering.get(1).get();
            assertThat(numbered).isEqualTo(writers * each);
            assertThat(read).doesNotHaveDuplicates().hasSize(writers * each);
            assertThat(new HashSet<>(read)).isEqualTo(allIds());
        } finally {
            threads.shutdownNow();
        }
    }

    /** The pauses differ, so that commits come in another order than ids. */
    private int write(int count) {
        for (int i = 0; i < count; i++) {
            Event event = fixture.event("invoice.created", Ids.next(), 1);
            fixture.jdbi.useTransaction(
                    handle -> {
                        EventLog.insert(handle, event);
                        handle.execute("select pg_sleep(random() * 0.02)");
                    });
        }
        return count;
    }

    private int numberUntil(AtomicBoolean done) {
        EventNumberer numberer = new EventNumberer(fixture.work, batch -> {});
        int count = 0;
        while (!done.get()) {
            count += numberer.number().size();
        }
        return count;
    }

    private List<UUID> follow(int expected) {
        List<UUID> read = new ArrayList<>();
        long[] last = {0};
        while (read.size() < expected) {
            fixture.jdbi.useHandle(
                    handle ->
                            handle.select(
                                            "select id, position from event where position > ?"
                                                    + " order by position",
                                            last[0])
                                    .map(
                                            (row, context) -> {
                                                read.add(row.getObject(1, UUID.class));
                                                last[0] = row.getLong(2);
                                                return last[0];
                                            })
                                    .list());
        }
        return read;
    }

    private Set<UUID> allIds() {
        return fixture.jdbi.withHandle(
                handle -> handle.select("select id from event").mapTo(UUID.class).set());
    }

    private long position(UUID event) {
        return fixture.jdbi.withHandle(
                handle ->
                        handle.select("select position from event where id = ?", event)
                                .mapTo(Long.class)
                                .one());
    }

    private int unnumbered() {
        return fixture.jdbi.withHandle(
                handle ->
                        handle.select("select count(*) from event where position is null")
                                .mapTo(Integer.class)
                                .one());
    }
}
