package org.bluejay.gateway.shared;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller did that cannot be done, told so that it can be mended. Becomes a problem document
 * (RFC 9457) with a stable code; the transaction it leaves is rolled back.
 */
public final class Problem extends RuntimeException {

    private final int status;
    private final String code;
    private final String title;
    private final transient List<Field> fields;
    private final transient Map<String, Object> extensions;
    private final transient Duration retryAfter;

    /**
     * One field of the request that will not do.
     *
     * @param field its path: {@code customer.email}
     * @param message what is wrong with it, without its value
     */
    public record Field(String field, String message) {}

    private Problem(
            int status,
            String code,
            String title,
            String detail,
            List<Field> fields,
            Map<String, Object> extensions,
            Duration retryAfter) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.title = title;
        this.fields = List.copyOf(fields);
        this.extensions = Map.copyOf(extensions);
        this.retryAfter = retryAfter;
    }

    /** For what the API itself has to say; rooms use the others. */
    public static Problem of(int status, String code, String title, String detail) {
        return new Problem(status, code, title, detail, List.of(), Map.of(), null);
    }

    /** 400: the request cannot be read at all. */
    public static Problem malformed(String detail) {
        return of(400, "malformed-request", "The request cannot be read", detail);
    }

    /** 422: the request can be read, and these fields will not do. */
    public static Problem invalid(List<Field> fields) {
        String detail =
                fields.size() == 1
                        ? fields.get(0).field() + " " + fields.get(0).message()
                        : fields.size() + " fields are not valid; see errors";
        return new Problem(
                422,
                "invalid-request",
                "Some fields are not valid",
                detail,
                fields,
                Map.of(),
                null);
    }

    public static Problem invalid(String field, String message) {
        return invalid(List.of(new Field(field, message)));
    }

    /** 401. */
    public static Problem unauthenticated(String detail) {
        return of(401, "unauthenticated", "Who is calling is not known", detail);
    }

    /** 403. */
    public static Problem forbidden(String code, String detail) {
        return of(403, code, "This key may not do that", detail);
    }

    /** 404: not there, or not the caller's; the two look the same. */
    public static Problem notFound(String what) {
        return of(404, "not-found", "Not found", "there is no such " + what);
    }

    /** 409. */
    public static Problem conflict(String code, String detail) {
        return of(409, code, "Not possible as things stand", detail);
    }

    /** 410. */
    public static Problem gone(String code, String detail) {
        return of(410, code, "No longer there", detail);
    }

    /** 413. */
    public static Problem tooLarge(String detail) {
        return of(413, "too-large", "The request is too large", detail);
    }

    /** 422 with a code of its own, where no field is to blame. */
    public static Problem refused(String code, String detail) {
        return of(422, code, "The request was refused", detail);
    }

    /** 429. */
    public static Problem tooMany(String detail, Duration retryAfter) {
        return of(429, "rate-limited", "Too many requests", detail).retryAfter(retryAfter);
    }

    /** 503: nothing was done; the same request may succeed later. */
    public static Problem unavailable(String detail, Duration retryAfter) {
        return of(503, "unavailable", "Not available right now", detail).retryAfter(retryAfter);
    }

    /** 503: this node is on its way out; another one, or this one in a moment, will answer. */
    public static Problem stopping() {
        return of(
                        503,
                        "stopping",
                        "The gateway is stopping",
                        "send the request again in a moment, under the same Idempotency-Key where"
                                + " it has one")
                .retryAfter(Duration.ofSeconds(3));
    }

    public Problem retryAfter(Duration pause) {
        return new Problem(status, code, title, getMessage(), fields, extensions, pause);
    }

    /** Adds a member of its own to the document. */
    public Problem with(String member, Object value) {
        Map<String, Object> more = new java.util.HashMap<>(extensions);
        more.put(member, value);
        return new Problem(status, code, title, getMessage(), fields, more, retryAfter);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String title() {
        return title;
    }

    public List<Field> fields() {
        return fields;
    }

    public Map<String, Object> extensions() {
        return extensions;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
