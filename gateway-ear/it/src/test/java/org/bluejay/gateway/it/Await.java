package org.bluejay.gateway.it;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for what happens by itself, and not a moment longer. */
public final class Await {

    /** Longer than anything takes on a busy machine. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(40);

    private Await() {}

    public static void until(String what, Callable<Boolean> condition) {
        value(what, condition, Boolean.TRUE::equals);
    }

    public static <T> T value(String what, Callable<T> source, Predicate<T> good) {
        return value(what, PATIENCE, source, good);
    }

    /**
     * @throws AssertionError when it never was, with what it was at last
     */
    public static <T> T value(
            String what, Duration patience, Callable<T> source, Predicate<T> good) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            T value = call(source);
            if (good.test(value)) {
                return value;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "waited " + patience + " for: " + what + "; at last it was: " + value);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static <T> T call(Callable<T> source) {
        try {
            return source.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
