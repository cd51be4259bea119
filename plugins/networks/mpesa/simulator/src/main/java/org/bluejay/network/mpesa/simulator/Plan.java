package org.bluejay.network.mpesa.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What will become of one request for payment: how Daraja takes it, what the payer does, and what
 * of it the shop gets to hear.
 *
 * @param submit how the request itself is answered
 * @param steps results in their order; none means that the payer holds the phone, see {@link
 *     DarajaSimulator#approve} and the phone's page
 * @param callbacks whether the results are called back
 * @param noAnswers so many status queries that reach a result are answered with {@code
 *     500.001.1001} first
 * @param loose whether callbacks use the other spellings: result codes as text, a masked phone, an
 *     amount as text
 */
public record Plan(
        Submit submit, List<Step> steps, Callbacks callbacks, int noAnswers, boolean loose) {

    /** The payer holds the phone. */
    public static final Plan BY_HAND = new Plan(Submit.ACCEPT, List.of(), Callbacks.ONCE, 0, false);

    /** Phones on which nobody needs to press anything: {@code 25470000} and four digits. */
    static final String MAGIC = "25470000";

    private static final Duration SOON = Duration.ofSeconds(3);
    private static final Duration NO_RESPONSE = Duration.ofSeconds(26);

    private static final Map<String, Plan> BY_LAST_DIGITS =
            Map.ofEntries(
                    Map.entry("0000", after(SOON, "0")),
                    Map.entry("0001", after(SOON, "1")),
                    Map.entry("1032", after(SOON, "1032").withNoAnswers(2)),
                    Map.entry("1037", after(NO_RESPONSE, "1037")),
                    Map.entry("2001", after(SOON, "2001")),
                    Map.entry("0002", after(SOON, "0").with(Callbacks.NEVER)),
                    Map.entry("0003", after(SOON, "0").with(Callbacks.TWICE)),
                    Map.entry("0004", after(Duration.ZERO, "0").with(Callbacks.BEFORE_ANSWER)),
                    Map.entry("0005", after(NO_RESPONSE, "1037").then(NO_RESPONSE, "0")),
                    Map.entry("0006", after(SOON, "0").withNoAnswers(2).asLoose()),
                    Map.entry("0400", BY_HAND.with(Submit.REJECT)),
                    Map.entry("0408", after(SOON, "0").with(Submit.DROP_ANSWER)),
                    Map.entry("0429", BY_HAND.with(Submit.SPIKE_ARREST)));

    /** How a request for payment is answered. */
    public enum Submit {
        /** Taken, and said so. */
        ACCEPT,
        /** Taken; the connection breaks before the answer. */
        DROP_ANSWER,
        /** {@code 400.002.02}: nothing is sent to the phone. */
        REJECT,
        /** HTTP 429 with {@code 500.003.02}: too many requests. */
        SPIKE_ARREST
    }

    /** How results are called back. */
    public enum Callbacks {
        ONCE,
        NEVER,
        TWICE,
        /** Once, and before the request itself is answered. */
        BEFORE_ANSWER
    }

    /**
     * One result.
     *
     * @param code such as {@code 0} or {@code 1032}
     * @param after how long after the request, or after the step before
     */
    public record Step(String code, Duration after) {
        public Step {
            Objects.requireNonNull(after, "after");
            if (!code.matches("[A-Za-z0-9_.]{1,20}")) {
                throw new IllegalArgumentException("not a result code: " + code);
            }
        }
    }

    public Plan {
        Objects.requireNonNull(submit, "submit");
        Objects.requireNonNull(callbacks, "callbacks");
        steps = List.copyOf(steps);
    }

    /** One result, so long after the request. */
    public static Plan after(Duration time, String code) {
        return BY_HAND.then(time, code);
    }

    /** What a phone does by itself: something for the magic ones, nothing for all others. */
    static Plan of(String msisdn) {
        return msisdn.startsWith(MAGIC)
                ? BY_LAST_DIGITS.getOrDefault(msisdn.substring(MAGIC.length()), BY_HAND)
                : BY_HAND;
    }

    /** The same, and one more result after the last. */
    public Plan then(Duration time, String code) {
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(code, time));
        return new Plan(submit, more, callbacks, noAnswers, loose);
    }

    public Plan with(Submit other) {
        return new Plan(other, steps, callbacks, noAnswers, loose);
    }

    public Plan with(Callbacks other) {
        return new Plan(submit, steps, other, noAnswers, loose);
    }

    public Plan withNoAnswers(int queries) {
        return new Plan(submit, steps, callbacks, queries, loose);
    }

    /** With the other spellings in callbacks. */
    public Plan asLoose() {
        return new Plan(submit, steps, callbacks, noAnswers, true);
    }
}
