package org.bluejay.network.mpesa.simulator;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One prompt on a phone, and what became of it.
 *
 * @param merchantRequestId one of Daraja's two names for it
 * @param checkoutRequestId the other, by which it is queried
 * @param shortcode who asked
 * @param amount whole shillings
 * @param msisdn the phone
 * @param accountReference what the payer reads
 * @param callbackUrl where results are called back
 * @param at when it was asked for
 * @param plan what will become of it
 * @param results so far, in their order; a late success stands behind a time-out
 * @param noAnswers how many queries will still be answered with nothing
 */
public record Push(
        String merchantRequestId,
        String checkoutRequestId,
        long shortcode,
        long amount,
        String msisdn,
        String accountReference,
        URI callbackUrl,
        Instant at,
        Plan plan,
        List<Result> results,
        int noAnswers) {

    /**
     * One outcome.
     *
     * @param code {@code 0} for paid
     * @param receipt empty unless paid
     */
    public record Result(String code, Instant at, String receipt) {
        public boolean isPaid() {
            return code.equals("0");
        }
    }

    public Push {
        results = List.copyOf(results);
    }

    /** What a query would say; empty while the phone still asks. */
    public Optional<Result> result() {
        return results.isEmpty() ? Optional.empty() : Optional.of(results.get(results.size() - 1));
    }

    /** Whether the payer may still press something. */
    public boolean isOpen() {
        return results.isEmpty();
    }

    boolean isPaid() {
        return result().filter(Result::isPaid).isPresent();
    }

    /** When the plan's next step is due; empty when the plan has no more. */
    Optional<Instant> nextStepAt() {
        if (results.size() >= plan.steps().size()) {
            return Optional.empty();
        }
        Instant due = results.isEmpty() ? at : results.get(results.size() - 1).at();
        return Optional.of(due.plus(plan.steps().get(results.size()).after()));
    }

    Push ended(Result result) {
        List<Result> more = new ArrayList<>(results);
        more.add(result);
        return copy(more, noAnswers);
    }

    Push silentFor(int queries) {
        return copy(results, queries);
    }

    private Push copy(List<Result> newResults, int newNoAnswers) {
        return new Push(
                merchantRequestId,
                checkoutRequestId,
                shortcode,
                amount,
                msisdn,
                accountReference,
                callbackUrl,
                at,
                plan,
                newResults,
                newNoAnswers);
    }
}
