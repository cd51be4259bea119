package org.bluejay.gateway.shared;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The scope a key must hold to call an operation of the API. Stated on the method, or on the
 * resource for all its methods; an operation that states none is refused to everybody.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Requires {

    /** Any good key will do. */
    String ANY_KEY = "";

    /** Resource and verb, such as {@code invoices:write}, or {@link #ANY_KEY}. */
    String value();
}
