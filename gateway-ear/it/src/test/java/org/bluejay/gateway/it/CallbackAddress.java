package org.bluejay.gateway.it;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An address that networks call, and what comes there. The answer is the same for everybody, so
 * what became of it is read where it was kept.
 */
record CallbackAddress(Gateway gateway, String channel, String token) {

    /** Sends something there, whoever may do so. */
    CallbackAddress send(Map<String, String> headers, String body) {
        new Api(gateway.url(), headers)
                .post("//callbacks/" + channel + "/" + token, body)
                .expect(200);
        return this;
    }

    CallbackAddress send(String body) {
        return send(Map.of(), body);
    }

    /** All that came there has been read and judged, the last one so. */
    void awaitState(String state) {
        Await.value(
                "what came to have been " + state,
                this::states,
                found -> !found.contains("received") && found.contains(state));
    }

    /** What became of all that came there, oldest first. */
    List<String> states() {
        String sql = "select state from callback where channel = ? and token = ? order by id";
        try (Connection database = gateway.database().connect();
                PreparedStatement query = database.prepareStatement(sql)) {
            query.setString(1, channel);
            query.setString(2, token);
            List<String> states = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    states.add(rows.getString(1));
                }
            }
            return states;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
