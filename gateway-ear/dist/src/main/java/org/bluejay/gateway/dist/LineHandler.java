package org.bluejay.gateway.dist;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * Writes each record to standard output as one piece, without a lock and without a buffer that a
 * crash could take along. The JDK's own handler formats and flushes under one lock, for which the
 * threads of a busy gateway wait longer than for the database.
 */
public final class LineHandler extends Handler {

    private final OutputStream out;

    /** Made by the name in {@code logging.properties}. */
    public LineHandler() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    LineHandler(OutputStream out) {
        this.out = out;
        setFormatter(new LineFormatter());
    }

    @Override
    public void publish(LogRecord log) {
        if (!isLoggable(log)) {
            return;
        }
        try {
            out.write(getFormatter().format(log).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            reportError(null, e, ErrorManager.WRITE_FAILURE);
        }
    }

    /** Nothing waits to be written. */
    @Override
    public void flush() {}

    /** Others write there, too. */
    @Override
    public void close() {}
}
