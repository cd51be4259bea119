package org.bluejay.connector.tck;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bluejay.connector.Http;

/**
 * A network's server without a server: a function from request to answer. It never fails by itself;
 * the tests put {@link FaultyHttp} in front of it.
 */
public final class ScriptedHttp implements Http {

    private final Function<Request, Answer> script;
    private final boolean silent;

    /**
     * @param script the far side; may be called by many threads at once
     */
    public ScriptedHttp(Function<Request, Answer> script) {
        this(script, false);
    }

    private ScriptedHttp(Function<Request, Answer> script, boolean silent) {
        this.script = script;
        this.silent = silent;
    }

    /** For connectors that ask nobody: whoever calls it fails the test. */
    public static ScriptedHttp silent() {
        return new ScriptedHttp(
                request -> {
                    throw new AssertionError(
                            "the fixture gives no far side, but was asked: " + request);
                },
                true);
    }

    static boolean isSilent(Http http) {
        return http instanceof ScriptedHttp scripted && scripted.silent;
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
