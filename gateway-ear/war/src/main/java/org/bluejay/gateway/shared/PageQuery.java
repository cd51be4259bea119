package org.bluejay.gateway.shared;

import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which part of a list a caller asks for: {@code @BeanParam PageQuery}. */
public class PageQuery {

    /** Items of a page when the caller does not say. */
    public static final int DEFAULT_LIMIT = 20;

    @QueryParam("limit")
    @Parameter(
            description = "Most items to answer with.",
            schema =
                    @Schema(
                            type = SchemaType.INTEGER,
                            minimum = "1",
                            maximum = "100",
                            defaultValue = "20"))
    private String limit;

    @QueryParam("cursor")
    @Parameter(description = "Where to read on: `page.next` of the answer before.")
    private String cursor;

    /** For JAX-RS. */
    public PageQuery() {}

    public PageQuery(String limit, String cursor) {
        this.limit = limit;
        this.cursor = cursor;
    }

    /**
     * @throws Problem 422 when it is not a number from 1 to {@value Page#MAX}
     */
    public int limit() {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (!limit.matches("[0-9]{1,3}")) {
            throw outOfRange();
        }
        int wanted = Integer.parseInt(limit);
        if (wanted < 1 || wanted > Page.MAX) {
            throw outOfRange();
        }
        return wanted;
    }

    public Optional<String> cursor() {
        return Optional.ofNullable(cursor);
    }

    /**
     * The cursor of a list that is ordered by id.
     *
     * @throws Problem 422 when it is none that a list gave
     */
    public Optional<UUID> cursorId() {
        return cursor().map(
                        text ->
                                Ids.parse(text)
                                        .orElseThrow(
                                                () ->
                                                        Problem.invalid(
                                                                "cursor",
                                                                "is not one that a list gave")));
    }

    private static Problem outOfRange() {
        return Problem.invalid("limit", "must be a whole number from 1 to " + Page.MAX);
    }
}
