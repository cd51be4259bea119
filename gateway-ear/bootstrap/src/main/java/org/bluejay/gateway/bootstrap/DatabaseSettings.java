package org.bluejay.gateway.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Which database the gateway uses, as its operator configured it. A setting that cannot be right is
 * refused here, by name, before anything connects.
 */
sealed interface DatabaseSettings {

    /** The server that the gateway brings along, with its files below {@code folder}. */
    record Embedded(Path folder) implements DatabaseSettings {}

    /** A server that somebody else runs; {@code passwordFrom} names the setting, for messages. */
    record External(String url, String user, String password, String passwordFrom)
            implements DatabaseSettings {

        /** Without parameters, among which a password may be. */
        String shownUrl() {
            return url.split("\\?", 2)[0];
        }

        @Override
        public String toString() {
            return shownUrl() + " as " + user;
        }
    }

    String URL = "bluejay.db.url";
    String USER = "bluejay.db.user";
    String PASSWORD = "bluejay.db.password";
    String PASSWORD_FILE = "bluejay.db.password-file";
    String DATA_FOLDER = "bluejay.data.dir";

    static DatabaseSettings from(Config config) {
        Optional<String> url = value(config, URL);
        if (url.isEmpty()) {
            Path data = Path.of(value(config, DATA_FOLDER).orElse("data"));
            return new Embedded(data.resolve("postgresql"));
        }
        return external(config, checkedUrl(url.get()));
    }

    private static External external(Config config, String url) {
        String user = value(config, USER).orElse(EmbeddedPostgres.USER);
        Optional<String> password = value(config, PASSWORD);
        Optional<String> file = value(config, PASSWORD_FILE);
        if (password.isPresent() && file.isPresent()) {
            throw new DatabaseUnavailable(
                    "Both " + PASSWORD + " and " + PASSWORD_FILE + " are set: remove one.");
        }
        return new External(
                url,
                user,
                file.map(DatabaseSettings::read).or(() -> password).orElse(""),
                file.isPresent() ? PASSWORD_FILE : PASSWORD);
    }

    private static String checkedUrl(String url) {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new DatabaseUnavailable(
                    URL
                            + " does not name a PostgreSQL. It should look like"
                            + " jdbc:postgresql://host:5432/bluejay, user and password apart, in "
                            + USER
                            + " and "
                            + PASSWORD_FILE
                            + ".");
        }
        return url;
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new DatabaseUnavailable(
                    PASSWORD_FILE
                            + " names "
                            + file
                            + ", which cannot be read ("
                            + e.getClass().getSimpleName()
                            + "). Correct the path, or let the gateway's user read the file.",
                    e);
        }
    }

    private static Optional<String> value(Config config, String name) {
        return config.getOptionalValue(name, String.class).filter(value -> !value.isBlank());
    }
}
