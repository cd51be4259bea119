package org.bluejay.gateway.dist;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** What {@code ./bluejay} and {@code java -jar bluejay.jar} understand. */
@Command(
        name = "bluejay",
        description = "A self-hosted payment gateway.",
        subcommands = {RunCommand.class, CommandLine.HelpCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = Launcher.Version.class,
        synopsisSubcommandLabel = "run")
public final class Launcher {

    private Launcher() {}

    public static void main(String[] arguments) {
        int exit = new CommandLine(new Launcher()).execute(arguments);
        if (exit != RunCommand.RUNNING) {
            System.exit(exit);
        }
    }

    /** The version this was built as. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            try (InputStream file = Launcher.class.getResourceAsStream("version.properties")) {
                Properties properties = new Properties();
                properties.load(file);
                return new String[] {"Bluejay " + properties.getProperty("version")};
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
