package org.bluejay.connector.network;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Set;
import org.bluejay.connector.ConfigSchema;

/**
 * One way to pay that a payer can choose.
 *
 * @param id stable and unique over all networks: {@code mpesa}, {@code pix}, {@code sandbox-code}
 * @param name as the payer reads it
 * @param kind what the payer will have to do
 * @param currencies codes of the units this method takes; empty means any, in the invoice's own
 * @param increment the step of amounts, such as 1 for whole shillings; 0 for the currency's own
 *     smallest step
 * @param min least amount, in the unit paid; 0 for none
 * @param max most, in the unit paid; 0 for none
 * @param inputs what the payer must tell first, such as a phone number
 */
public record MethodDescriptor(
        String id,
        String name,
        Kind kind,
        Set<String> currencies,
        BigDecimal increment,
        BigDecimal min,
        BigDecimal max,
        ConfigSchema inputs) {

    /** What the payer does: copy or scan a code, approve on the phone, or go to another page. */
    public enum Kind {
        CODE,
        APPROVAL,
        REDIRECT
    }

    public MethodDescriptor {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(inputs, "inputs");
        currencies = Set.copyOf(currencies);
        if (!id.matches("[a-z][a-z0-9-]{1,31}")) {
            throw new IllegalArgumentException(
                    "a method's id is lower case, digits and dashes: " + id);
        }
        if (increment.signum() < 0 || min.signum() < 0 || max.signum() < 0) {
            throw new IllegalArgumentException(
                    "method " + id + ": increment, min and max are not negative");
        }
        if (max.signum() > 0 && max.compareTo(min) < 0) {
            throw new IllegalArgumentException("method " + id + ": max is below min");
        }
    }
}
