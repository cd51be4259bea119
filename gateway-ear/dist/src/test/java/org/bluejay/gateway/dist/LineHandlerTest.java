package org.bluejay.gateway.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LineHandlerTest {

    private static LogRecord record(Level level, String message) {
        LogRecord log = new LogRecord(level, message);
        log.setLoggerName("org.bluejay.gateway.access");
        log.setInstant(Instant.parse("2026-11-22T01:02:03.004Z"));
        return log;
    }

    /** So that the lines of many threads are not mixed. */
    @Test
    void writes_a_record_with_its_stack_trace_in_one_piece() {
        List<String> pieces = new ArrayList<>();
        OutputStream out =
                new ByteArrayOutputStream() {
                    @Override
                    public void write(byte[] piece) {
                        pieces.add(new String(piece, StandardCharsets.UTF_8));
                    }
                };
        LogRecord log = record(Level.WARNING, "event=shop-down shop=café");
        log.setThrown(new IllegalStateException("no answer"));
        new LineHandler(out).publish(log);
        assertThat(pieces).hasSize(1);
        assertThat(pieces.get(0))
                .contains(":03.004", " WARNING org.bluejay.gateway.access event=shop-down")
                .contains("shop=café" + System.lineSeparator())
                .contains("java.lang.IllegalStateException: no answer", "\tat ")
                .endsWith(System.lineSeparator());
    }

    @Test
    void leaves_out_what_is_below_its_level() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LineHandler handler = new LineHandler(out);
        handler.setLevel(Level.WARNING);
        handler.publish(record(Level.INFO, "event=nothing-much"));
        assertThat(out.size()).isZero();
    }
}
