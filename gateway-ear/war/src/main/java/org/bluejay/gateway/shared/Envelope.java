package org.bluejay.gateway.shared;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * Every good answer of the API with one thing in it.
 *
 * @param data the thing
 * @param requestId the id of the request that made it, also in {@code X-Request-Id}
 */
@JsonPropertyOrder({"data", "requestId"})
public record Envelope<T>(T data, String requestId) {}
