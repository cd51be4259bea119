package org.bluejay.connector.tck;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bluejay.connector.Http;

/**
 * A network's server without a server: a function from request to answer. It never fails by itself.
 */
public final class ScriptedHttp implements Http {

    private final Function<Request, Answer> script;

    /**
     * @param script the far side; may be called by many threads at once
     */
    public ScriptedHttp(Function<Request, Answer> script) {
        this.script = script;
    }

    /** For connectors that ask nobody: whoever calls it fails the test. */
    public static ScriptedHttp silent() {
        return new ScriptedHttp(
                request -> {
                    throw new AssertionError(
                            "the fixture gives no far side, but was asked: " + request);
                });
    }

    public static Answer json(int status, String body) {
        return new Answer(
                status,
                Map.of("content-type", List.of("application/json")),
                body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Answer send(Request request) {
        return script.apply(request);
    }
}
