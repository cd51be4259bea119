package org.bluejay.network.mpesa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What somebody who calls himself Safaricom says of one prompt. Unsigned: worth a question, never
 * an answer. Items are known by their name, because their order and number change.
 *
 * @param merchantRequestId one of Daraja's two names for the prompt; may be empty
 * @param checkoutRequestId the other
 * @param resultCode as text, however it was written
 * @param receipt M-Pesa's receipt number, when it says that it was paid
 * @param amount what is said to have been paid
 * @param paidAt when, by M-Pesa's clock
 */
record StkCallback(
        String merchantRequestId,
        String checkoutRequestId,
        String resultCode,
        Optional<String> receipt,
        Optional<BigDecimal> amount,
        Optional<Instant> paidAt) {

    /** What names of Daraja are made of. */
    static final String ID = "[A-Za-z0-9._-]{1,80}";

    private static final String RECEIPT = "[A-Z0-9]{8,20}";
    private static final int MAX_AMOUNT_LENGTH = 20;

    /** Empty when it is no STK callback. */
    static Optional<StkCallback> read(byte[] body) {
        return Json.readObject(body)
                .map(said -> said.path("Body").path("stkCallback"))
                .map(StkCallback::of)
                .filter(
                        said ->
                                said.checkoutRequestId.matches(ID)
                                        && said.merchantRequestId.matches("|" + ID)
                                        && said.resultCode.matches(ID));
    }

    private static StkCallback of(JsonNode said) {
        JsonNode items = said.path("CallbackMetadata").path("Item");
        return new StkCallback(
                Json.text(said, "MerchantRequestID"),
                Json.text(said, "CheckoutRequestID"),
                Json.text(said, "ResultCode"),
                Optional.of(value(items, "MpesaReceiptNumber"))
                        .filter(text -> text.matches(RECEIPT)),
                amount(value(items, "Amount")),
                NairobiTime.read(value(items, "TransactionDate")));
    }

    private static String value(JsonNode items, String name) {
        Iterable<JsonNode> all = items.isArray() ? items : List.of(items);
        for (JsonNode item : all) {
            if (Json.text(item, "Name").equals(name)) {
                return Json.text(item, "Value");
            }
        }
        return "";
    }

    private static Optional<BigDecimal> amount(String text) {
        return text.length() <= MAX_AMOUNT_LENGTH && text.matches("[0-9]+(\\.[0-9]+)?")
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }

    boolean saysPaid() {
        return resultCode.equals("0");
    }

    /** Whether it speaks of exactly this amount. */
    boolean isAbout(BigDecimal asked) {
        return amount.filter(said -> said.compareTo(asked) == 0).isPresent();
    }

    /** As the store keeps them: those before, and one more. */
    static String writeAll(List<StkCallback> heard, StkCallback more) {
        ArrayNode list = Json.array();
        heard.forEach(said -> list.add(said.node()));
        return Json.write(list.add(more.node()));
    }

    static List<StkCallback> readAll(String written) {
        List<StkCallback> heard = new ArrayList<>();
        for (JsonNode node : Json.readOwn(written)) {
            heard.add(
                    new StkCallback(
                            Json.text(node, "merchantRequestId"),
                            Json.text(node, "checkoutRequestId"),
                            Json.text(node, "resultCode"),
                            Optional.of(Json.text(node, "receipt")).filter(text -> !text.isEmpty()),
                            amount(Json.text(node, "amount")),
                            Optional.of(Json.text(node, "paidAt"))
                                    .filter(text -> !text.isEmpty())
                                    .map(Instant::parse)));
        }
        return heard;
    }

    private JsonNode node() {
        ObjectNode node = Json.object();
        node.put("merchantRequestId", merchantRequestId);
        node.put("checkoutRequestId", checkoutRequestId);
        node.put("resultCode", resultCode);
        receipt.ifPresent(text -> node.put("receipt", text));
        amount.ifPresent(number -> node.put("amount", number.toPlainString()));
        paidAt.ifPresent(time -> node.put("paidAt", time.toString()));
        return node;
    }
}
