package org.bluejay.gateway.shared;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/**
 * Does for {@code @Transactional} in tests what the application server does: one method, one
 * transaction.
 */
@Transactional
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 200)
public class TestTransactions {

    @AroundInvoke
    Object around(InvocationContext call) throws Exception {
        TestConnections connections = TestConnections.current();
        boolean active = connections.isActive();
        return switch (typeOf(call)) {
            case REQUIRED -> active ? call.proceed() : connections.inTransaction(call::proceed);
            case REQUIRES_NEW -> connections.inTransaction(call::proceed);
            case NOT_SUPPORTED -> connections.suspended(call::proceed);
            case MANDATORY -> proceedIf(active, call);
            case NEVER -> proceedIf(!active, call);
            case SUPPORTS -> call.proceed();
        };
    }

    private static Object proceedIf(boolean allowed, InvocationContext call) throws Exception {
        if (!allowed) {
            throw new IllegalStateException(call.getMethod() + " is @" + typeOf(call));
        }
        return call.proceed();
    }

    private static TxType typeOf(InvocationContext call) {
        Transactional onMethod = call.getMethod().getAnnotation(Transactional.class);
        if (onMethod != null) {
            return onMethod.value();
        }
        return call.getMethod().getDeclaringClass().getAnnotation(Transactional.class).value();
    }
}
