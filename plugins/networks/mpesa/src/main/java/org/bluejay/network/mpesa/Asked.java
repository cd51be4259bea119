package org.bluejay.network.mpesa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;

/**
 * What the channel remembers of one request for payment: written before Safaricom is asked, so that
 * no crash and no lost answer leads to a second prompt.
 *
 * @param reference the attempt's id
 * @param stage how far it came
 * @param claim random: tells apart two who ask for the same at once
 * @param shillings how much was asked for
 * @param sentTo the phone, masked
 * @param phoneLock under which the phone is held
 * @param at when
 * @param merchantRequestId Daraja's name for it; empty while its answer is not known
 * @param checkoutRequestId Daraja's other name; empty likewise
 * @param refusal why it was refused; empty unless it was
 */
record Asked(
        String reference,
        Stage stage,
        String claim,
        long shillings,
        String sentTo,
        String phoneLock,
        Instant at,
        String merchantRequestId,
        String checkoutRequestId,
        String refusal) {

    static final CurrencyUnit KES = CurrencyUnit.iso("KES");

    /** How far a request came. */
    enum Stage {
        /** Sent or about to be: the answer is not known, and may never be. */
        SENDING,
        /** Safaricom has taken it. */
        ACCEPTED,
        /** Safaricom said no, for good. */
        REFUSED
    }

    Asked accepted(String merchantRequest, String checkoutRequest) {
        return new Asked(
                reference,
                Stage.ACCEPTED,
                claim,
                shillings,
                sentTo,
                phoneLock,
                at,
                merchantRequest,
                checkoutRequest,
                "");
    }

    /**
     * @param why a code, a colon, and words
     */
    Asked refused(String why) {
        return new Asked(
                reference, Stage.REFUSED, claim, shillings, sentTo, phoneLock, at, "", "", why);
    }

    Money amount() {
        return new Money(BigDecimal.valueOf(shillings), KES);
    }

    /** Whether a callback may be about this request, as far as its names are known. */
    boolean isNamedBy(StkCallback said) {
        return checkoutRequestId.isEmpty()
                || (checkoutRequestId.equals(said.checkoutRequestId())
                        && (merchantRequestId.isEmpty()
                                || said.merchantRequestId().isEmpty()
                                || merchantRequestId.equals(said.merchantRequestId())));
    }

    String written() {
        ObjectNode node = Json.object();
        node.put("stage", stage.name());
        node.put("claim", claim);
        node.put("shillings", shillings);
        node.put("sentTo", sentTo);
        node.put("phoneLock", phoneLock);
        node.put("at", at.toString());
        node.put("merchantRequestId", merchantRequestId);
        node.put("checkoutRequestId", checkoutRequestId);
        node.put("refusal", refusal);
        return Json.write(node);
    }

    static Asked read(String reference, String written) {
        JsonNode node = Json.readOwn(written);
        return new Asked(
                reference,
                Stage.valueOf(Json.text(node, "stage")),
                Json.text(node, "claim"),
                node.path("shillings").longValue(),
                Json.text(node, "sentTo"),
                Json.text(node, "phoneLock"),
                Instant.parse(Json.text(node, "at")),
                Json.text(node, "merchantRequestId"),
                Json.text(node, "checkoutRequestId"),
                Json.text(node, "refusal"));
    }
}
