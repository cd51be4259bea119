package org.bluejay.gateway.merchant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The file that tells a newcomer where the gateway is and how to call it; for its owner's eyes
 * only.
 */
final class DemoFile {

    private static final String URL = "BLUEJAY_URL";
    private static final String KEY = "BLUEJAY_API_KEY";
    private static final String SHOP = "BLUEJAY_SHOP_ID";
    private static final String SECRET = "BLUEJAY_WEBHOOK_SECRET";

    private final Path file;
    private final Path draft;

    DemoFile(Path folder) {
        file = folder.resolve("demo.env");
        draft = folder.resolve("demo.env.draft");
    }

    /** What the file says. Prints without the secrets. */
    record Entries(String url, String key, String shopId, String webhookSecret) {

        Entries at(String otherUrl) {
            return new Entries(otherUrl, key, shopId, webhookSecret);
        }

        Entries signedWith(String otherSecret) {
            return new Entries(url, key, shopId, otherSecret);
        }

        String text() {
            return "%s=%s%n%s=%s%n%s=%s%n%s=%s%n"
                    .formatted(URL, url, KEY, key, SHOP, shopId, SECRET, webhookSecret);
        }

        @Override
        public String toString() {
            return url + " " + shopId;
        }
    }

    Optional<Entries> read() {
        return read(file);
    }

    Optional<Entries> readDraft() {
        return read(draft);
    }

    private static Optional<Entries> read(Path from) {
        if (Files.notExists(from)) {
            return Optional.empty();
        }
        try {
            Map<String, String> lines =
                    Files.readAllLines(from).stream()
                            .filter(line -> line.indexOf('=') > 0)
                            .collect(
                                    Collectors.toMap(
                                            line -> line.substring(0, line.indexOf('=')),
                                            line -> line.substring(line.indexOf('=') + 1),
                                            (first, again) -> again));
            return lines.keySet().containsAll(java.util.Set.of(URL, KEY, SHOP, SECRET))
                    ? Optional.of(
                            new Entries(
                                    lines.get(URL),
                                    lines.get(KEY),
                                    lines.get(SHOP),
                                    lines.get(SECRET)))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps what is about to be committed. */
    void writeDraft(Entries entries) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(draft);
            try (FileChannel channel =
                    FileChannel.open(
                            draft,
                            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer bytes = ByteBuffer.wrap(entries.text().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file with these entries, in one step, unless it has them already. */
    void write(Entries entries) throws IOException {
        if (read().filter(entries::equals).isEmpty()) {
            writeDraft(entries);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.deleteIfExists(draft);
    }
}
