package org.bluejay.gateway.idempotency;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Arrays;
import java.util.Optional;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.IdempotencyKey;

/**
 * Runs inside the transaction of the method it guards, so that key, deed and answer are one commit.
 */
@Idempotent
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
public class IdempotentInterceptor {

    @Inject IdempotencyStore store;

    @AroundInvoke
    Object once(InvocationContext call) throws Exception {
        Caller caller = callerOf(call);
        Optional<IdempotencyKey> key = caller.idempotencyKey();
        if (key.isEmpty()) {
            return call.proceed();
        }
        Optional<UsedKey> earlier = store.claim(caller, key.get(), Optional.empty());
        if (earlier.isPresent()) {
            return earlier.get().kept().repeat();
        }
        Answer answer = Answer.of((Response) call.proceed());
        store.complete(
                caller,
                key.get(),
                answer,
                call.getMethod().getAnnotation(Idempotent.class).secret());
        return answer.first();
    }

    private static Caller callerOf(InvocationContext call) {
        return Arrays.stream(call.getParameters())
                .filter(SecurityContext.class::isInstance)
                .map(context -> Caller.of((SecurityContext) context))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        call.getMethod()
                                                + " is @Idempotent without a SecurityContext"
                                                + " parameter"));
    }
}
