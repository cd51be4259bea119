package org.bluejay.connector.tck;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.ServiceLoader;

/**
 * Loads a connector as a gateway does: platform and SPI from the host, all else from its own side.
 * What it keeps in static fields is therefore new with every loader.
 */
final class PluginLoader extends URLClassLoader {

    private static final String SPI = "org.bluejay.connector.";
    private static final String TCK = SPI + "tck.";

    PluginLoader() {
        super(testClassPath(), new HostClasses());
    }

    /** A new provider of the same class as this one, loaded afresh. */
    <P> P another(Class<P> spi, P known) {
        try {
            return loadClass(known.getClass().getName())
                    .asSubclass(spi)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException unloadable) {
            throw new LinkageError(
                    "a provider is a public class with a public constructor of no arguments, and"
                            + " needs nothing of its host but the SPI: "
                            + known.getClass().getName(),
                    unloadable);
        }
    }

    <P> boolean names(Class<P> spi, P provider) {
        return ServiceLoader.load(spi, this).stream()
                .anyMatch(found -> found.type().getName().equals(provider.getClass().getName()));
    }

    private static URL[] testClassPath() {
        String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
        return Arrays.stream(entries).map(PluginLoader::urlOf).toArray(URL[]::new);
    }

    private static URL urlOf(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static final class HostClasses extends ClassLoader {

        HostClasses() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(SPI) && !name.startsWith(TCK)) {
                return Class.forName(name, true, PluginLoader.class.getClassLoader());
            }
            throw new ClassNotFoundException(name);
        }
    }
}
