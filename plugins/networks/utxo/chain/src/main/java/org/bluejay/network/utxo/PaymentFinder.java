package org.bluejay.network.utxo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bluejay.connector.network.Source.Watched;
import org.bluejay.network.utxo.Coin.Chain;
import org.bluejay.network.utxo.Seen.Output;

/** Finds, among many transactions, those that pay a watched address. */
final class PaymentFinder {

    /** In one question to the host: what a database takes well. */
    private static final int MOST_ADDRESSES = 10_000;

    private final Chain chain;
    private final Watched watched;

    PaymentFinder(Chain chain, Watched watched) {
        this.chain = chain;
        this.watched = watched;
    }

    /**
     * A transaction to look at.
     *
     * @param height of its block; {@link Seen#NOWHERE} for none
     * @param seenAt in milliseconds since 1970
     */
    record Candidate(RawTransaction transaction, int height, long seenAt) {}

    private record Payer(Candidate candidate, List<Output> outputs) {}

    /** In the order of the candidates. */
    List<Seen> among(List<Candidate> candidates) {
        List<Payer> payers = new ArrayList<>();
        Set<String> addresses = new LinkedHashSet<>();
        for (Candidate candidate : candidates) {
            List<Output> outputs = outputsOf(candidate.transaction());
            if (!outputs.isEmpty()) {
                payers.add(new Payer(candidate, outputs));
                outputs.forEach(output -> addresses.add(output.address()));
            }
        }
        Set<String> ours = watchedAmong(List.copyOf(addresses));
        return payers.stream()
                .filter(payer -> payer.outputs.stream().anyMatch(o -> ours.contains(o.address())))
                .map(payer -> seen(payer, ours))
                .toList();
    }

    private static Seen seen(Payer payer, Set<String> ours) {
        List<Output> outputs =
                payer.outputs.stream().filter(output -> ours.contains(output.address())).toList();
        Candidate candidate = payer.candidate;
        return Seen.of(candidate.transaction(), outputs, candidate.height(), candidate.seenAt());
    }

    private List<Output> outputsOf(RawTransaction transaction) {
        List<Output> outputs = new ArrayList<>();
        for (RawTransaction.Output output : transaction.pays()) {
            if (output.units() > 0) {
                Scripts.addressOf(output.script(), chain)
                        .map(address -> new Output(output.vout(), address, output.units()))
                        .ifPresent(outputs::add);
            }
        }
        return outputs;
    }

    private Set<String> watchedAmong(List<String> addresses) {
        Set<String> ours = new HashSet<>();
        for (int from = 0; from < addresses.size(); from += MOST_ADDRESSES) {
            int to = Math.min(addresses.size(), from + MOST_ADDRESSES);
            ours.addAll(watched.among(addresses.subList(from, to)));
        }
        return ours;
    }
}
