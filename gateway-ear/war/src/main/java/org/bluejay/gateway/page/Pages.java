package org.bluejay.gateway.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Draws pages from templates that were compiled with the server, and gives static files addresses
 * that change with their bytes, so that browsers may keep them for ever.
 */
@ApplicationScoped
public class Pages {

    /** Hexadecimal digits of a file's hash in its address. */
    private static final int HASH_DIGITS = 12;

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(
                    null, ContentType.Html, Pages.class.getClassLoader(), "org.bluejay.gateway");
    private final Map<String, String> hashes = new ConcurrentHashMap<>();

    @Inject ServletContext context;

    private final Function<String, InputStream> files;

    /** For the container. */
    public Pages() {
        this.files = path -> context.getResourceAsStream(path);
    }

    /**
     * @param files opens a static file by its path below the context root, such as {@code
     *     /assets/checkout/checkout.css}
     */
    public Pages(Function<String, InputStream> files) {
        this.files = files;
    }

    /**
     * The page as UTF-8.
     *
     * @param template such as {@code checkout/page.jte}; it has one parameter, the model
     */
    public byte[] draw(String template, Object model) {
        Utf8ByteOutput output = new Utf8ByteOutput();
        engine.render(template, model, output);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(output.getContentLength());
        try {
            output.writeTo(bytes::write);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The address of a static file below the context root, without a leading slash. */
    public String asset(String name) {
        return "assets/" + name + "?v=" + hashes.computeIfAbsent(name, this::hash);
    }

    private String hash(String name) {
        try (InputStream in = files.apply("/assets/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no static file " + name);
            }
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
