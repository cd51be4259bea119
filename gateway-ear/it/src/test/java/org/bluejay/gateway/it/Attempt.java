package org.bluejay.gateway.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A way to pay that was started.
 *
 * @param input what the payer answered to the method's questions
 * @param view as the API showed it then
 */
record Attempt(String invoice, Map<String, String> input, JsonNode view) {

    String id() {
        return view.path("id").asText();
    }

    String channel() {
        return view.path("channelId").asText();
    }

    String state() {
        return view.path("state").asText();
    }

    /** What the payer is asked for. */
    String amount() {
        return view.path("amount").asText();
    }

    String asset() {
        return view.path("asset").asText();
    }

    /** What the payer copies: an address, on a chain. */
    String code() {
        return view.path("instruction").path("copyText").asText();
    }

    /** The last piece of the wallet's address: in the sandbox, the token of the attempt. */
    String walletToken() {
        String wallet = view.path("instruction").path("walletUrl").asText();
        return wallet.substring(wallet.lastIndexOf('/') + 1);
    }
}
