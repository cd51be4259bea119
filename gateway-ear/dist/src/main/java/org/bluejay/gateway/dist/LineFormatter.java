package org.bluejay.gateway.dist;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * One line a record: time, level, logger, message, and a stack trace where there is one. Like the
 * JDK's own formatter, which however walks the stack for each record to learn who logged.
 */
public final class LineFormatter extends Formatter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxx")
                    .withZone(ZoneId.systemDefault());

    @Override
    public String format(LogRecord log) {
        StringBuilder line = new StringBuilder(256);
        TIME.formatTo(Instant.ofEpochMilli(log.getMillis()), line);
        line.append(' ').append(log.getLevel().getName());
        line.append(' ').append(log.getLoggerName());
        line.append(' ').append(formatMessage(log)).append(System.lineSeparator());
        if (log.getThrown() != null) {
            StringWriter trace = new StringWriter();
            log.getThrown().printStackTrace(new PrintWriter(trace));
            line.append(trace);
        }
        return line.toString();
    }
}
