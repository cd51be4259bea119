package org.bluejay.gateway.idempotency;

import jakarta.ws.rs.core.Response;

/**
 * What to answer a request with.
 *
 * @param repeated whether the same request was answered so before
 */
public record Given(Answer answer, boolean repeated) {

    public static Given first(Answer answer) {
        return new Given(answer, false);
    }

    public static Given again(Answer answer) {
        return new Given(answer, true);
    }

    public Response response() {
        return repeated ? answer.repeat() : answer.first();
    }
}
