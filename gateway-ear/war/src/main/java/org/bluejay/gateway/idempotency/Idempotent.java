package org.bluejay.gateway.idempotency;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a resource's POST method that is also {@code @Transactional} and has a {@code SecurityContext}
 * parameter: under an {@code Idempotency-Key} it runs at most once, and a repeat gets the first
 * answer byte for byte.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Idempotent {

    /** Whether the answer tells a secret, so that its bytes are kept encrypted. */
    @Nonbinding
    boolean secret() default false;
}
