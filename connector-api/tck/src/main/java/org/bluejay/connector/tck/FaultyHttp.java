package org.bluejay.connector.tck;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.bluejay.connector.Http;

/**
 * A line that breaks where a test wants it: everything passes to the far side and back, but for the
 * one call, or for all calls, that were told to go wrong. Error answers repeat the request, as
 * careless servers do, so that a connector which quotes them gives secrets away.
 */
public final class FaultyHttp implements Http {

    /** What goes wrong with a call. */
    public enum Fault {
        NONE(true, 0),
        /** The request never left. */
        CUT_BEFORE(false, 0),
        /** The far side got it; its answer is lost. */
        CUT_AFTER(true, 0),
        /** Nobody knows; in truth the far side never got it. */
        TIME_OUT(false, 0),
        BAD_REQUEST(false, 400),
        TOO_MANY(false, 429),
        /** The far side did it, and says that it failed. */
        SERVER_ERROR(true, 500),
        BAD_GATEWAY(true, 502),
        /** The far side did it; a proxy answers 200 with a page for people. */
        HTML(true, 200);

        private final boolean arrives;
        private final int status;

        Fault(boolean arrives, int status) {
            this.arrives = arrives;
            this.status = status;
        }
    }

    private record Plan(int call, Fault fault) {
        static final int EVERY = 0;
    }

    private static final int MOST_CROWDS = 8;
    private static final int PATIENCE_MILLIS = 500;

    private final Http farSide;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong timeoutMillis = new AtomicLong();
    private volatile Plan plan = new Plan(Plan.EVERY, Fault.NONE);
    private volatile IntConsumer afterCall = call -> {};
    private volatile CountDownLatch[] crowds = new CountDownLatch[0];
    private volatile boolean chatty;
    private volatile Optional<Answer> refusal = Optional.empty();

    public FaultyHttp(Http farSide) {
        this.farSide = farSide;
    }

    /**
     * From now on every call goes wrong this way; {@link Fault#NONE} mends the line. Counting
     * starts again.
     */
    public void breakAll(Fault fault) {
        breakCall(Plan.EVERY, fault);
    }

    /**
     * One call goes wrong. Counting starts again.
     *
     * @param call 1 for the next
     */
    public void breakCall(int call, Fault fault) {
        calls.set(0);
        timeoutMillis.set(0);
        plan = new Plan(call, fault);
    }

    /** From now on a bad request is answered so, and not with a page. */
    void refuseWith(Answer answer) {
        refusal = Optional.of(answer);
    }

    /** From now on every JSON object that comes back has a field that nobody has heard of. */
    public void addUnknownFields() {
        chatty = true;
    }

    /** Told the number of each call once it has been answered, or not. */
    void afterEachCall(IntConsumer listener) {
        afterCall = listener;
    }

    /**
     * From now on calls go out in step, as many at once as there are threads, so that whoever looks
     * before it leaps is overtaken. A call that waits in vain goes on alone.
     */
    void gather() {
        calls.set(0);
        crowds =
                Stream.generate(() -> new CountDownLatch(AtOnce.THREADS))
                        .limit(MOST_CROWDS)
                        .toArray(CountDownLatch[]::new);
    }

    private void awaitOthers(int call) {
        CountDownLatch[] all = crowds;
        if (all.length == 0) {
            return;
        }
        int last = all.length - 1;
        CountDownLatch crowd = all[Math.min((call - 1) / AtOnce.THREADS, last)];
        crowd.countDown();
        try {
            if (!crowd.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                crowds = new CountDownLatch[0]; // The others found out that they come second.
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many calls there were since the line was last broken or mended. */
    public int calls() {
        return calls.get();
    }

    /** How long those calls could have taken, one after the other. */
    public Duration longestWait() {
        return Duration.ofMillis(timeoutMillis.get());
    }

    @Override
    public Answer send(Request request) throws NotSent, NoAnswer {
        int call = calls.incrementAndGet();
        awaitOthers(call);
        timeoutMillis.addAndGet(request.timeout().toMillis());
        Plan now = plan;
        Fault fault = now.call == Plan.EVERY || now.call == call ? now.fault : Fault.NONE;
        try {
            Answer answer = fault.arrives ? farSide.send(request) : null;
            return switch (fault) {
                case NONE -> chatty ? UnknownFields.addedTo(answer) : answer;
                case CUT_BEFORE -> throw new NotSent("no connection", null);
                case CUT_AFTER -> throw new NoAnswer("connection reset", null);
                case TIME_OUT -> throw new NoAnswer("timed out", null);
                case BAD_REQUEST -> refusal.orElseGet(() -> page(fault, request));
                default -> page(fault, request);
            };
        } finally {
            afterCall.accept(call);
        }
    }

    private static Answer page(Fault fault, Request request) {
        String body = new String(request.body(), StandardCharsets.UTF_8);
        String page =
                "<html><title>%d</title>%s %s %s %s</html>"
                        .formatted(
                                fault.status,
                                request.method(),
                                request.uri(),
                                request.headers(),
                                body);
        return new Answer(
                fault.status,
                Map.of("content-type", List.of("text/html"), "retry-after", List.of("7")),
                page.getBytes(StandardCharsets.UTF_8));
    }
}
