package org.bluejay.gateway.merchant;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Gives a newcomer a sandbox shop and a key at the first start, and tells them in {@code demo.env}.
 *
 * <p>Its promise: after any number of starts and crashes, the file names one demo shop and a key
 * that works. The file is written before the key's commit, under a draft's name, and takes its own
 * name after it; the next start finishes what a crash left in between.
 */
@ApplicationScoped
public class Demo {

    @Inject DemoShop shop;

    @Inject
    @ConfigProperty(name = "bluejay.demo.enabled", defaultValue = "false")
    boolean enabled;

    @Inject
    @ConfigProperty(name = "bluejay.data.dir", defaultValue = "data")
    String dataFolder;

    @Inject
    @ConfigProperty(name = "bluejay.public-url", defaultValue = "http://localhost:8080")
    String publicUrl;

    void start(@Observes @Initialized(ApplicationScoped.class) @Priority(50) Object started) {
        if (enabled) {
            try {
                prepare();
            } catch (IOException e) {
                throw new UncheckedIOException("demo.env cannot be written", e);
            }
        }
    }

    void prepare() throws IOException {
        DemoFile file = new DemoFile(Path.of(dataFolder));
        Optional<DemoFile.Entries> known =
                file.read()
                        .flatMap(shop::upToDate)
                        .or(() -> file.readDraft().flatMap(shop::upToDate));
        if (known.isPresent()) {
            file.write(known.get().at(publicUrl));
            return;
        }
        DemoFile.Entries made = shop.make(publicUrl, file::writeDraft);
        file.write(made);
    }
}
