package org.bluejay.connector.tck;

import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Setting;
import org.bluejay.connector.Settings;
import org.bluejay.connector.network.Source;
import org.bluejay.connector.network.Watches;

/** The toy whose payments can be read in a book, too. */
public final class WatchingToyProvider extends ToyProvider implements Watches {

    public WatchingToyProvider() {
        this(Flaw.NONE);
    }

    WatchingToyProvider(Flaw flaw) {
        super(flaw);
    }

    @Override
    public ConfigSchema sourceSettings() {
        return ConfigSchema.of(
                Setting.of("password", Setting.Type.SECRET, "Password").asRequired(),
                Setting.of("flaw", Setting.Type.TEXT, "Flaw").withDefault("NONE"));
    }

    @Override
    public Source openSource(Settings settings, ConnectorContext context) {
        return new ToySource(Flaw.valueOf(settings.text("flaw")), settings, context);
    }
}
