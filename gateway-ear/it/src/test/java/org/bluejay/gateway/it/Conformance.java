package org.bluejay.gateway.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;

/**
 * What every payment network has to come through, whatever it is like. One gateway serves all cases
 * of a network; each has a shop of its own, so those that disturb nobody are played side by side.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Conformance {

    private static final String LATE = "late, after it expired";
    private static final int STAGES = 6;
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final Rail rail;
    private final ExecutorService stages = Executors.newFixedThreadPool(STAGES);
    private final List<Future<Void>> begun = new ArrayList<>();
    private Gateway gateway;
    private Till late;
    private Attempt lateAttempt;

    Conformance(Rail rail) {
        this.rail = rail;
    }

    @BeforeAll
    void start() {
        gateway = rail.start();
        late = AmountPlays.beginLate(rail, gateway);
        lateAttempt = late.ask();
    }

    @AfterAll
    void stop() {
        stages.shutdownNow();
        if (gateway != null) {
            gateway.close();
        }
        rail.close();
    }

    @TestFactory
    Stream<DynamicTest> plays() {
        return list().stream()
                .filter(play -> play.story().isPresent())
                .map(play -> DynamicTest.dynamicTest(play.title(), begin(play)))
                // All that go side by side have begun before the first is waited for.
                .toList()
                .stream();
    }

    private Executable begin(Play play) {
        if (play.alone()) {
            return () -> playAlone(play);
        }
        Callable<Void> story =
                () -> {
                    play.story()
                            .orElseThrow()
                            .accept(play.name().equals(LATE) ? late : Till.open(rail, gateway));
                    return null;
                };
        if (play.name().equals(LATE)) {
            return story::call;
        }
        Future<Void> played = stages.submit(story);
        begun.add(played);
        return () -> join(played);
    }

    private void playAlone(Play play) {
        Await.value(
                "the others to be over",
                LONGEST,
                () -> begun.stream().allMatch(Future::isDone),
                Boolean.TRUE::equals);
        try {
            play.story().orElseThrow().accept(Till.open(rail, gateway));
        } finally {
            rail.mend();
        }
    }

    private static void join(Future<Void> played) throws Throwable {
        try {
            played.get();
        } catch (ExecutionException failed) {
            throw failed.getCause();
        }
    }

    Rail rail() {
        return rail;
    }

    /** The whole list, and how this network plays it. */
    List<Play> list() {
        return Stream.of(
                        AmountPlays.of(rail),
                        CallbackPlays.of(rail),
                        NetworkPlays.of(rail),
                        Stream.of(Play.of(LATE, till -> AmountPlays.late(rail, till, lateAttempt))))
                .flatMap(plays -> plays)
                .toList();
    }
}
