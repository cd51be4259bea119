package org.bluejay.gateway.bootstrap;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another process with the embedded server open, to be killed, or to be asked to close. As a
 * program it opens the folder it is given, says which server that is, and closes it when its input
 * ends.
 */
final class ServerHolder implements AutoCloseable {

    private final Process process;

    private ServerHolder(Process process) {
        this.process = process;
    }

    public static void main(String[] arguments) throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.open(Path.of(arguments[0]))) {
            System.out.println(server.pid());
            while (System.in.read() >= 0) {
                // Only the end of the input means anything.
            }
        }
    }

    static ServerHolder start(Path folder) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ServerHolder.class.getName(),
                                folder.toString()));
        return new ServerHolder(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** Waits until it has its server; answers with that server's process id. */
    long server() throws IOException {
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        return Long.parseLong(said.readLine());
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                throw new IOException("the other process does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
