package org.bluejay.connector.tck;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Http;
import org.bluejay.connector.Money;

/** Where {@link ToyBank} gives money back: keeps refunds by idempotency key. */
final class ToyRefundDesk {

    private record Refund(String id, String reference, String payment, Money amount) {
        String json() {
            return "{\"refund\":\"%s\",\"reference\":\"%s\"}".formatted(id, reference);
        }
    }

    private final Function<String, BigDecimal> paid;
    private final Map<String, Refund> refundsByKey = new LinkedHashMap<>();

    /**
     * @param paid what came by the payment of this id; nothing for one that there is not
     */
    ToyRefundDesk(Function<String, BigDecimal> paid) {
        this.paid = paid;
    }

    Http.Answer answer(Http.Request request, String body) {
        if (request.method().equals("POST")) {
            String key = request.headers().get("idempotency-key");
            if (!refundsByKey.containsKey(key)) {
                Refund fresh = refund(body);
                if (left(fresh.payment).compareTo(fresh.amount.amount()) < 0) {
                    return ScriptedHttp.json(400, "{}");
                }
                refundsByKey.put(key, fresh);
            }
            return ScriptedHttp.json(201, refundsByKey.get(key).json());
        }
        String path = request.uri().getPath();
        String reference = path.substring(path.lastIndexOf('/') + 1);
        return ScriptedHttp.json(
                200,
                refundsByKey.values().stream()
                        .filter(refund -> refund.reference.equals(reference))
                        .findFirst()
                        .map(Refund::json)
                        .orElse("{\"none\":\"such\"}"));
    }

    List<Money> amountsOf(String reference) {
        return refundsByKey.values().stream()
                .filter(refund -> refund.reference.equals(reference))
                .map(Refund::amount)
                .toList();
    }

    private Refund refund(String body) {
        String[] amount = ToyBank.field(body, "amount").split("/", -1);
        return new Refund(
                "r-" + (refundsByKey.size() + 1),
                ToyBank.field(body, "reference"),
                ToyBank.field(body, "payment"),
                Money.of(amount[0], new CurrencyUnit(amount[1], Integer.parseInt(amount[2]))));
    }

    private BigDecimal left(String payment) {
        return refundsByKey.values().stream()
                .filter(refund -> refund.payment.equals(payment))
                .map(refund -> refund.amount.amount())
                .reduce(paid.apply(payment), BigDecimal::subtract);
    }
}
