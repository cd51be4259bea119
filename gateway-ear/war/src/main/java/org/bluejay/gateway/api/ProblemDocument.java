package org.bluejay.gateway.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Problem;

/** A problem as callers get it: {@code application/problem+json} (RFC 9457). */
final class ProblemDocument {

    static final String CONTENT_TYPE = "application/problem+json";

    /** Where each code is explained, on this very gateway; with the code it is the stable type. */
    private static final String TYPE = "/docs/problems#";

    private ProblemDocument() {}

    static byte[] of(Problem problem, String requestId) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", TYPE + problem.code());
        members.put("title", problem.title());
        members.put("status", problem.status());
        members.put("detail", problem.getMessage());
        members.put("code", problem.code());
        members.put("requestId", requestId);
        if (!problem.fields().isEmpty()) {
            members.put("errors", problem.fields());
        }
        problem.extensions().forEach(members::putIfAbsent);
        return Json.bytes(members);
    }

    /** Whole seconds, never less than the pause. */
    static String retryAfter(java.time.Duration pause) {
        return Long.toString(Math.max(1, pause.plusMillis(999).toSeconds()));
    }
}
