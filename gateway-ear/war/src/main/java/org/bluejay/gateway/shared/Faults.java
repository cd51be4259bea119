package org.bluejay.gateway.shared;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong with a request, so that a caller hears of all of it at once. */
public final class Faults {

    private final List<Problem.Field> fields = new ArrayList<>();

    /** Notes a fault unless {@code good}. */
    public Faults check(boolean good, String field, String message) {
        if (!good) {
            fields.add(new Problem.Field(field, message));
        }
        return this;
    }

    /** Notes a fault when there is one. */
    public Faults note(String field, Optional<String> fault) {
        fault.ifPresent(message -> fields.add(new Problem.Field(field, message)));
        return this;
    }

    /**
     * Ends the collection.
     *
     * @throws Problem 422 naming every field noted
     */
    public void raise() {
        if (!fields.isEmpty()) {
            throw Problem.invalid(fields);
        }
    }
}
