package org.bluejay.gateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, beside what is demanded. */
final class Results {

    private static final String START = "<!-- measured: written by the command above -->";
    private static final String END = "<!-- end of measured -->";

    private final List<String> rows = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();

    /** Something demanded. */
    void demand(String what, String demand, String reached, boolean met) {
        row(
                "| "
                        + what
                        + " | "
                        + demand
                        + " | **"
                        + reached
                        + "** | "
                        + (met ? "yes" : "no")
                        + " |");
        if (!met) {
            missed.add(what);
        }
    }

    /** Something good to know. */
    void note(String what, String reached) {
        row("| " + what + " | | " + reached + " | |");
    }

    private synchronized void row(String row) {
        rows.add(row);
        System.out.println(row);
    }

    List<String> missed() {
        return List.copyOf(missed);
    }

    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** Puts the table where the last one was; what people have written around it stays. */
    void write(Path page, String machine) throws IOException {
        String before = Files.readString(page);
        int start = before.indexOf(START);
        int end = before.indexOf(END);
        if (start < 0 || end < start) {
            throw new IOException(page + " has no place for the table: " + START + " … " + END);
        }
        String table =
                START
                        + "\n\n"
                        + machine
                        + "\n\n| what | demand | reached | met |\n|---|---|---|---|\n"
                        + String.join("\n", rows)
                        + "\n\n";
        Files.writeString(page, before.substring(0, start) + table + before.substring(end));
    }
}
