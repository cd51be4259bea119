package org.bluejay.network.utxo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.bluejay.connector.Http;
import org.bluejay.connector.Secret;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.NotSent;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.NetworkException.Throttled;

/**
 * JSON-RPC as nodes of the Bitcoin family speak it: over HTTP, several calls in one request. An
 * answer is whole and belongs to its call, or it is an exception that quotes none of it.
 */
final class NodeLine {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** With what a reading may take before, less than its host waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(11);

    private static final Duration IMPATIENCE = Duration.ofSeconds(4);
    private static final Duration BUSY = Duration.ofSeconds(5);

    /** Of a node that has only just been started. */
    private static final int STARTING = -28;

    /** No such block or transaction, or not in what this node keeps. */
    private static final int UNKNOWN_OBJECT = -5;

    private static final int CANNOT_DO = -1;

    private final Http http;
    private final URI node;
    private final Secret authorization;

    NodeLine(Http http, URI node, String user, Secret password) {
        this.http = http;
        this.node = node;
        String login = user + ":" + password.reveal();
        this.authorization =
                new Secret(
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * @param arguments texts and whole numbers
     */
    record Call(String method, List<Object> arguments) {

        static Call of(String method, Object... arguments) {
            return new Call(method, List.of(arguments));
        }
    }

    /**
     * @param error the node's own code; 0 for none
     */
    record Result(String method, JsonNode result, int error) {

        /** Whether the node says that there is no such thing. */
        boolean isMissing() {
            return error == UNKNOWN_OBJECT;
        }

        JsonNode value() throws NetworkException {
            return switch (error) {
                case 0 -> result;
                case STARTING -> throw new OutcomeUnknown("the node is starting", null);
                case CANNOT_DO ->
                        throw new Refused(
                                "node-cannot",
                                "the node cannot answer "
                                        + method
                                        + ": it may be pruned of what is to be read");
                default ->
                        throw new OutcomeUnknown(
                                "the node answered " + method + " with its error " + error, null);
            };
        }
    }

    Result ask(Call call) throws NetworkException {
        return ask(List.of(call), PATIENCE).get(0);
    }

    /** For health: the answer comes within seconds, or it is none. */
    Result askSoon(Call call) throws NetworkException {
        return ask(List.of(call), IMPATIENCE).get(0);
    }

    /** Results in the order of the calls. */
    List<Result> ask(List<Call> calls) throws NetworkException {
        return calls.isEmpty() ? List.of() : ask(calls, PATIENCE);
    }

    private List<Result> ask(List<Call> calls, Duration patience) throws NetworkException {
        Http.Answer answer = send(written(calls), patience);
        refuseFailures(answer);
        return results(calls, parsed(answer.body()));
    }

    private static byte[] written(List<Call> calls) {
        List<Map<String, Object>> batch = new ArrayList<>(calls.size());
        for (Call call : calls) {
            batch.add(
                    Map.of(
                            "id",
                            batch.size(),
                            "method",
                            call.method(),
                            "params",
                            call.arguments()));
        }
        try {
            return JSON.writeValueAsBytes(batch);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Http.Answer send(byte[] body, Duration patience) throws NetworkException {
        Map<String, String> headers =
                Map.of("authorization", authorization.reveal(), "content-type", "application/json");
        try {
            return http.send(
                    new Http.Request(
                            "POST", node, headers, body, patience, Http.Request.MOST_ANSWER));
        } catch (Http.NotSent notSent) {
            throw new NotSent("the node cannot be reached", notSent);
        } catch (Http.NoAnswer noAnswer) {
            throw new OutcomeUnknown("the node gave no answer", noAnswer);
        }
    }

    private static void refuseFailures(Http.Answer answer) throws NetworkException {
        switch (answer.status()) {
            case 200 -> {}
            case 401 ->
                    throw new Refused("401", "the node does not know this rpcUser and rpcPassword");
            case 403 ->
                    throw new Refused(
                            "403", "the node does not take calls from here: see its rpcallowip");
            case 429, 503 -> throw new Throttled("the node has too much to do", BUSY);
            default -> {
                String said = "the node answered with HTTP status " + answer.status();
                if (answer.status() >= 400 && answer.status() < 500) {
                    throw new Refused(Integer.toString(answer.status()), said);
                }
                throw new OutcomeUnknown(said, null);
            }
        }
    }

    private static JsonNode parsed(byte[] body) throws NetworkException {
        try {
            return JSON.readTree(body);
        } catch (IOException unreadable) {
            // Its message quotes the answer.
            throw new OutcomeUnknown("the node answered with something that is no JSON", null);
        }
    }

    private static List<Result> results(List<Call> calls, JsonNode answers)
            throws NetworkException {
        List<Result> results = new ArrayList<>(Collections.nCopies(calls.size(), null));
        for (JsonNode answer : answers) {
            int id = answer.path("id").asInt(-1);
            if (id < 0 || id >= calls.size() || results.get(id) != null) {
                throw new OutcomeUnknown("the node answered what was not asked", null);
            }
            results.set(id, resultOf(calls.get(id), answer));
        }
        if (results.contains(null)) {
            throw new OutcomeUnknown("the node left calls unanswered", null);
        }
        return results;
    }

    private static Result resultOf(Call call, JsonNode answer) throws NetworkException {
        JsonNode error = answer.path("error");
        if (error.isObject()) {
            int code = error.path("code").asInt(0);
            return new Result(
                    call.method(), MissingNode.getInstance(), code == 0 ? Integer.MIN_VALUE : code);
        }
        if (!answer.hasNonNull("result")) {
            throw new OutcomeUnknown("the node answered " + call.method() + " with nothing", null);
        }
        return new Result(call.method(), answer.get("result"), 0);
    }
}
