package org.bluejay.gateway.idempotency;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.bluejay.gateway.shared.Json;

/**
 * An answer as it went out, and as it goes out again.
 *
 * @param status the HTTP status
 * @param location where what was made is found
 * @param body JSON
 */
public record Answer(int status, Optional<URI> location, byte[] body) {

    /** On an answer that was given before. */
    public static final String REPLAYED = "Idempotency-Replayed";

    public Answer {
        body = body.clone();
    }

    static Answer of(Response response) {
        byte[] body = response.hasEntity() ? Json.bytes(response.getEntity()) : new byte[0];
        return new Answer(response.getStatus(), Optional.ofNullable(response.getLocation()), body);
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    /** From the bytes, so that first and repeat are made the same way. */
    public Response first() {
        return response().build();
    }

    public Response repeat() {
        return response().header(REPLAYED, true).build();
    }

    private Response.ResponseBuilder response() {
        Response.ResponseBuilder response = Response.status(status);
        location.ifPresent(response::location);
        return body.length == 0
                ? response
                : response.entity(body).type(MediaType.APPLICATION_JSON_TYPE);
    }
}
