package org.bluejay.network.mpesa.simulator;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The simulator's book of prompts, in memory. Each change is one step that nobody sees half of;
 * what was paid once stays paid.
 */
final class Pushes {

    /** The oldest are forgotten beyond this. */
    private static final int MOST = 10_000;

    private static final String RECEIPT_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";
    private static final int RECEIPT_LENGTH = 10;

    private final Clock clock;
    private final Duration life;
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger serial = new AtomicInteger();
    private final Map<String, Push> byCheckoutId = new LinkedHashMap<>();
    private final Map<String, Plan> nextPlans = new HashMap<>();

    /**
     * @param life how long a phone asks before it gives up by itself
     */
    Pushes(Clock clock, Duration life) {
        this.clock = clock;
        this.life = life;
    }

    /** The next push to this phone goes by this plan. */
    synchronized void plan(String msisdn, Plan plan) {
        nextPlans.put(msisdn, plan);
    }

    /** What will become of a push to this phone; a plan made for it is used up. */
    synchronized Plan takePlan(String msisdn) {
        return Optional.ofNullable(nextPlans.remove(msisdn)).orElseGet(() -> Plan.of(msisdn));
    }

    /** Shows a prompt. On a phone that is busy with another it fails at once, with 1001. */
    synchronized Push open(StkOrder order, Plan plan) {
        boolean busy = isBusy(order.msisdn());
        Push push =
                new Push(
                        "29115-" + (34_620_561 + serial.incrementAndGet()) + "-1",
                        "ws_CO_" + Nairobi.digits(clock.instant()) + digits(10),
                        order.shortcode(),
                        order.amount(),
                        order.msisdn(),
                        order.accountReference(),
                        order.callbackUrl(),
                        clock.instant(),
                        busy ? Plan.after(Duration.ZERO, "1001") : plan,
                        List.of(),
                        plan.noAnswers());
        byCheckoutId.put(push.checkoutRequestId(), push);
        if (byCheckoutId.size() > MOST) {
            byCheckoutId.remove(byCheckoutId.keySet().iterator().next());
        }
        return push;
    }

    private boolean isBusy(String msisdn) {
        return byCheckoutId.values().stream()
                .anyMatch(push -> push.isOpen() && push.msisdn().equals(msisdn));
    }

    synchronized Optional<Push> find(String checkoutRequestId) {
        return Optional.ofNullable(byCheckoutId.get(checkoutRequestId));
    }

    /** All that are remembered, oldest first. */
    synchronized List<Push> all() {
        return List.copyOf(byCheckoutId.values());
    }

    /**
     * Gives a prompt its result.
     *
     * @return as it stands now; empty when there is no such prompt or it is paid already
     */
    synchronized Optional<Push> end(String checkoutRequestId, String code) {
        return change(checkoutRequestId, push -> push.isPaid() ? push : push.ended(result(code)));
    }

    /** The next queries about a prompt are answered with nothing. */
    synchronized Optional<Push> silence(String checkoutRequestId, int queries) {
        return change(checkoutRequestId, push -> push.silentFor(queries));
    }

    /** Counts a query that is answered with nothing, and says whether this one is. */
    synchronized boolean swallowsQuery(String checkoutRequestId) {
        return find(checkoutRequestId).filter(push -> push.noAnswers() > 0).isPresent()
                && change(checkoutRequestId, push -> push.silentFor(push.noAnswers() - 1))
                        .isPresent();
    }

    private Optional<Push> change(String checkoutRequestId, Function<Push, Push> change) {
        Push before = byCheckoutId.get(checkoutRequestId);
        if (before == null) {
            return Optional.empty();
        }
        Push after = change.apply(before);
        byCheckoutId.put(checkoutRequestId, after);
        return after.equals(before) ? Optional.empty() : Optional.of(after);
    }

    /** Does whatever the time has come for, and tells of each new result. */
    void catchUp(Consumer<Push> told) {
        List<Push> changed = new ArrayList<>();
        synchronized (this) {
            for (Push push : all()) {
                due(push)
                        .flatMap(code -> end(push.checkoutRequestId(), code))
                        .ifPresent(changed::add);
            }
        }
        changed.forEach(told);
    }

    private Optional<String> due(Push push) {
        Instant now = clock.instant();
        if (push.plan().steps().isEmpty()) {
            boolean over = push.isOpen() && !now.isBefore(push.at().plus(life));
            return over ? Optional.of("1037") : Optional.empty();
        }
        return push.nextStepAt()
                .filter(at -> !now.isBefore(at))
                .map(at -> push.plan().steps().get(push.results().size()).code());
    }

    private Push.Result result(String code) {
        return new Push.Result(code, clock.instant(), code.equals("0") ? receipt() : "");
    }

    private String receipt() {
        return random.ints(RECEIPT_LENGTH, 0, RECEIPT_LETTERS.length())
                .collect(
                        StringBuilder::new,
                        (text, place) -> text.append(RECEIPT_LETTERS.charAt(place)),
                        StringBuilder::append)
                .toString();
    }

    private String digits(int count) {
        return random.ints(count, 0, 10)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                .toString();
    }
}
