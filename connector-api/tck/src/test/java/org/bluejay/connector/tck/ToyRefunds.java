package org.bluejay.connector.tck;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.NotSent;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.RefundReport;
import org.bluejay.connector.network.RefundRequest;
import org.bluejay.connector.network.Refunds;

/** How the toy gives money back: two calls, with one flaw or none. */
final class ToyRefunds implements Refunds {

    private final Flaw flaw;
    private final ToyLine line;
    private final Map<String, RefundReport> memory = new ConcurrentHashMap<>();

    ToyRefunds(Flaw flaw, ToyLine line) {
        this.flaw = flaw;
        this.line = line;
    }

    private boolean has(Flaw some) {
        return flaw == some;
    }

    @Override
    public RefundReport refund(RefundRequest request) throws NetworkException {
        if (has(Flaw.REFUNDS_UNSEEN) && !request.paymentId().startsWith("o-")) {
            return RefundReport.completed(request.reference(), "r-0");
        }
        try {
            if (has(Flaw.REFUND_RACES)) {
                Optional<RefundReport> known = lookUpRefund(request.reference());
                if (known.isPresent()) {
                    return known.get();
                }
            }
            RefundReport report = sent(request);
            memory.put(request.reference(), report);
            return report;
        } catch (NotSent notSent) {
            throw has(Flaw.REFUND_UNKNOWN_FOR_NOT_SENT) ? new OutcomeUnknown("?", null) : notSent;
        } catch (OutcomeUnknown unknown) {
            throw has(Flaw.REFUND_NOT_SENT_FOR_UNKNOWN) ? new NotSent("?", null) : unknown;
        } catch (Refused refused) {
            if (has(Flaw.SWALLOWS_REFUSALS)) {
                return RefundReport.completed(request.reference(), "r-0");
            }
            throw refused;
        }
    }

    private RefundReport sent(RefundRequest request) throws NetworkException {
        CurrencyUnit unit = request.amount().currency();
        BigDecimal amount = request.amount().amount();
        if (has(Flaw.ROUNDS_REFUNDS)) {
            amount =
                    new BigDecimal(Double.parseDouble(amount.toPlainString()))
                            .setScale(unit.decimals(), RoundingMode.HALF_UP);
        }
        String body =
                "{\"reference\":\"%s\",\"payment\":\"%s\",\"amount\":\"%s/%s/%d\"}"
                        .formatted(
                                request.reference(),
                                request.paymentId(),
                                amount.toPlainString(),
                                unit.code(),
                                unit.decimals());
        boolean keyless = has(Flaw.REFUND_WITHOUT_KEY) || has(Flaw.REFUND_RACES);
        String key = keyless ? UUID.randomUUID().toString() : request.reference();
        return report(line.call(line.login(), "POST", "/refunds", body, key))
                .orElseThrow(() -> new OutcomeUnknown("unreadable answer", null));
    }

    @Override
    public Optional<RefundReport> lookUpRefund(String reference) throws NetworkException {
        if (has(Flaw.FORGETS_REFUNDS)) {
            return Optional.empty();
        }
        if (has(Flaw.REFUNDS_IN_MEMORY)) {
            return Optional.ofNullable(memory.get(reference));
        }
        try {
            String said = line.call(line.login(), "GET", "/refunds/" + reference, "", "");
            if (ToyBank.field(said, "none") != null) {
                return Optional.empty();
            }
            Optional<RefundReport> report = report(said);
            if (report.isEmpty()) {
                throw new OutcomeUnknown("unreadable answer", null);
            }
            return report;
        } catch (NetworkException failed) {
            if (has(Flaw.CONCLUDES_NO_REFUND)) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private static Optional<RefundReport> report(String json) {
        String id = ToyBank.field(json, "refund");
        return id == null
                ? Optional.empty()
                : Optional.of(RefundReport.completed(ToyBank.field(json, "reference"), id));
    }
}
