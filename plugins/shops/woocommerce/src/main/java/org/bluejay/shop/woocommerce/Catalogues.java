package org.bluejay.shop.woocommerce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Compiles the translations of the plugin, so that a build needs no gettext and no binary is kept
 * in the sources.
 */
public final class Catalogues {

    private static final String DOMAIN = "bluejay-for-woocommerce-";

    /** WordPress knows locales, not languages: each gets the file of its language. */
    private static final Map<String, List<String>> LOCALES =
            Map.of(
                    "pt", List.of("pt_BR", "pt_PT", "pt_AO"),
                    "es",
                            List.of(
                                    "es_ES", "es_MX", "es_AR", "es_CL", "es_CO", "es_PE", "es_VE",
                                    "es_EC", "es_UY", "es_GT", "es_CR", "es_DO", "es_PR"),
                    "fr", List.of("fr_FR", "fr_BE", "fr_CA"),
                    "sw", List.of("sw"));

    private Catalogues() {}

    /**
     * @param arguments folder of the {@code .po} files; folder for the {@code .mo} files
     * @throws IOException when one cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Path target = Files.createDirectories(Path.of(arguments[1]));
        for (Map.Entry<String, List<String>> language : LOCALES.entrySet()) {
            Path source = Path.of(arguments[0], language.getKey() + ".po");
            byte[] compiled = Catalogue.parse(Files.readString(source)).compiled();
            for (String locale : language.getValue()) {
                Files.write(target.resolve(DOMAIN + locale + ".mo"), compiled);
            }
        }
    }
}
