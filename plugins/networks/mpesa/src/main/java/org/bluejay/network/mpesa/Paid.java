package org.bluejay.network.mpesa;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A payment that the status query has confirmed.
 *
 * @param at when it was paid, as far as it is known
 * @param receipt M-Pesa's receipt number; empty while no callback has told it
 */
record Paid(Instant at, String receipt) {

    String written() {
        return Json.write(Json.object().put("at", at.toString()).put("receipt", receipt));
    }

    static Paid read(String written) {
        JsonNode node = Json.readOwn(written);
        return new Paid(Instant.parse(Json.text(node, "at")), Json.text(node, "receipt"));
    }
}
