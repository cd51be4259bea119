package org.bluejay.connector.tck;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Collects all that a connector says where others may read it: log records of every level, texts of
 * its objects, and its exceptions with their causes.
 */
final class Eavesdropper extends Handler implements AutoCloseable {

    private final Logger root = Logger.getLogger("");
    private final Level before = root.getLevel();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    Eavesdropper() {
        setLevel(Level.ALL);
        root.addHandler(this);
        root.setLevel(Level.ALL);
    }

    List<String> heard() {
        return List.copyOf(heard);
    }

    void hear(Object said) {
        heard.add(String.valueOf(said));
        if (said instanceof Throwable thrown) {
            heard.add(String.valueOf(thrown.getMessage()));
            for (Throwable suppressed : thrown.getSuppressed()) {
                hear(suppressed);
            }
            if (thrown.getCause() != null) {
                hear(thrown.getCause());
            }
        }
    }

    /** Runs it, and hears the exception if there is one. */
    void hearFailure(ThrowingCallable attempt) {
        Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(attempt);
        if (thrown != null) {
            hear(thrown);
        }
    }

    @Override
    public void publish(LogRecord said) {
        String logger = String.valueOf(said.getLoggerName());
        if (logger.startsWith("java.")
                || logger.startsWith("sun.")
                || logger.startsWith("jdk.")
                || logger.startsWith("com.sun.")
                || logger.startsWith("org.junit.")) {
            return; // Not the connector's voice.
        }
        heard.add(String.valueOf(said.getMessage()));
        if (said.getParameters() != null) {
            for (Object parameter : said.getParameters()) {
                hear(parameter);
            }
        }
        if (said.getThrown() != null) {
            hear(said.getThrown());
        }
    }

    @Override
    public void flush() {
        // Nothing waits.
    }

    @Override
    public void close() {
        root.removeHandler(this);
        root.setLevel(before);
    }
}
