package org.bluejay.network.mpesa.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Map;

/** Tells the shop of a result, in Daraja's shape. */
final class Callbacks {

    private final CallbackLine line;

    Callbacks(CallbackLine line) {
        this.line = line;
    }

    /** Sends the callback of a push's last result, as often as its plan says. */
    void tell(Push push) {
        int times =
                switch (push.plan().callbacks()) {
                    case NEVER -> 0;
                    case TWICE -> 2;
                    case ONCE, BEFORE_ANSWER -> 1;
                };
        for (int time = 0; time < times; time++) {
            line.post(
                    push.callbackUrl(),
                    Map.of(
                            "content-type",
                            "application/json;charset=UTF-8",
                            "businessshortcode",
                            Long.toString(push.shortcode())),
                    Json.bytes(bodyOf(push)));
        }
    }

    private static ObjectNode bodyOf(Push push) {
        Push.Result result = push.result().orElseThrow();
        ObjectNode body = Json.object();
        ObjectNode callback = body.putObject("Body").putObject("stkCallback");
        callback.put("MerchantRequestID", push.merchantRequestId());
        callback.put("CheckoutRequestID", push.checkoutRequestId());
        if (push.plan().loose() || !result.code().matches("[0-9]{1,9}")) {
            callback.put("ResultCode", result.code());
        } else {
            callback.put("ResultCode", Integer.parseInt(result.code()));
        }
        callback.put("ResultDesc", ResultWords.of(result.code()));
        if (result.isPaid()) {
            ArrayNode items = callback.putObject("CallbackMetadata").putArray("Item");
            if (push.plan().loose()) {
                looseItems(items, push, result);
            } else {
                items(items, push, result);
            }
        }
        return body;
    }

    private static void items(ArrayNode items, Push push, Push.Result result) {
        items.addObject()
                .put("Name", "Amount")
                .put("Value", BigDecimal.valueOf(push.amount()).setScale(2));
        items.addObject().put("Name", "MpesaReceiptNumber").put("Value", result.receipt());
        items.addObject().put("Name", "Balance");
        items.addObject()
                .put("Name", "TransactionDate")
                .put("Value", Long.parseLong(Nairobi.digits(result.at())));
        items.addObject().put("Name", "PhoneNumber").put("Value", Long.parseLong(push.msisdn()));
    }

    /** Another order, other types, a balance that is a text of its own making, a masked phone. */
    private static void looseItems(ArrayNode items, Push push, Push.Result result) {
        items.addObject()
                .put("Name", "PhoneNumber")
                .put("Value", push.msisdn().substring(0, 4) + "*****" + push.msisdn().substring(9));
        items.addObject()
                .put("Name", "Balance")
                .put("Value", "{Amount={CurrencyCode=KES, MinimumAmount=1, BasicAmount=0.01}}");
        items.addObject().put("Name", "TransactionDate").put("Value", Nairobi.digits(result.at()));
        items.addObject().put("Name", "MpesaReceiptNumber").put("Value", result.receipt());
        items.addObject().put("Name", "Amount").put("Value", push.amount() + ".00");
    }
}
