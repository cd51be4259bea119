package org.bluejay.gateway.shared;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Finds the gateway's key: {@code bluejay.secret-key}, or the file {@code bluejay.secret-key-file}
 * names, or, beside the embedded database only, {@code secret.key} in the data folder, which is
 * made at the first start.
 */
@ApplicationScoped
public class GatewaySecrets {

    @Inject
    @ConfigProperty(name = "bluejay.secret-key")
    Optional<String> key;

    @Inject
    @ConfigProperty(name = "bluejay.secret-key-file")
    Optional<String> keyFile;

    /** Keys of before, comma separated, which still open what they sealed. */
    @Inject
    @ConfigProperty(name = "bluejay.secret-key.earlier")
    Optional<String> earlierKeys;

    @Inject
    @ConfigProperty(name = "bluejay.db.url")
    Optional<String> databaseUrl;

    @Inject
    @ConfigProperty(name = "bluejay.data.dir", defaultValue = "data")
    String dataFolder;

    @Produces
    @Singleton
    Secrets secrets() {
        byte[][] earlier =
                earlierKeys.stream()
                        .flatMap(keys -> Arrays.stream(keys.split(",")))
                        .map(GatewaySecrets::decode)
                        .toArray(byte[][]::new);
        return new Secrets(decode(currentKey()), earlier);
    }

    private String currentKey() {
        if (key.isPresent()) {
            return key.get();
        }
        try {
            if (keyFile.isPresent()) {
                return Files.readString(Path.of(keyFile.get()));
            }
            if (databaseUrl.isPresent()) {
                throw new IllegalStateException(
                        "there is no key to seal secrets with: set bluejay.secret-key-file (or"
                            + " bluejay.secret-key) to 32 random bytes in base64, the same on every"
                            + " node: openssl rand -base64 32");
            }
            return ownKey(Path.of(dataFolder, "secret.key"));
        } catch (IOException e) {
            throw new UncheckedIOException("the gateway's key cannot be read", e);
        }
    }

    private static String ownKey(Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.createDirectories(file.getParent());
            Path fresh =
                    Files.createTempFile(
                            file.getParent(),
                            "secret",
                            ".key",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    fresh, Base64.getEncoder().encodeToString(Ids.randomBytes(32)) + "\n");
            try {
                // A link fails where a move would replace the key that another start has just made.
                Files.createLink(file, fresh);
            } catch (FileAlreadyExistsException anotherWasFirst) {
                System.getLogger(GatewaySecrets.class.getName())
                        .log(System.Logger.Level.INFO, "file={0} was made by another start", file);
            } finally {
                Files.delete(fresh);
            }
        }
        return Files.readString(file);
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "the gateway's key is not base64 of 32 bytes: openssl rand -base64 32", e);
        }
    }
}
