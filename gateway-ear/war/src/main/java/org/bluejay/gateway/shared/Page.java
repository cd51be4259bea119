package org.bluejay.gateway.shared;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A part of a list, in a fixed order.
 *
 * @param items at most as many as asked for
 * @param next where the next part begins; empty at the end
 */
public record Page<T>(List<T> items, Optional<String> next) {

    /** Most items of one page. */
    public static final int MAX = 100;

    public Page {
        items = List.copyOf(items);
    }

    /**
     * Makes a page of rows that were read one more than asked for, to know whether there are more.
     *
     * @param cursorOf what the next page begins after, of a page's last row
     */
    public static <R> Page<R> of(List<R> rows, int limit, Function<R, String> cursorOf) {
        if (rows.size() <= limit) {
            return new Page<>(rows, Optional.empty());
        }
        return new Page<>(rows.subList(0, limit), Optional.of(cursorOf.apply(rows.get(limit - 1))));
    }

    public <U> Page<U> map(Function<T, U> view) {
        return new Page<>(items.stream().map(view).toList(), next);
    }

    /** As the API writes it. */
    public Answer<T> answer(String requestId) {
        return new Answer<>(items, new Position(next.isPresent(), next), requestId);
    }

    /**
     * Every good answer of the API with a list in it.
     *
     * @param data the items
     * @param page where this part of the list stands
     * @param requestId the id of the request
     */
    @JsonPropertyOrder({"data", "page", "requestId"})
    public record Answer<T>(List<T> data, Position page, String requestId) {}

    /**
     * Where a part of a list stands.
     *
     * @param hasMore whether there is a next part
     * @param next give it as {@code cursor} to read on
     */
    @Schema(name = "Page")
    public record Position(boolean hasMore, Optional<String> next) {}
}
