package org.bluejay.connector.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Maturity;
import org.bluejay.connector.Setting;
import org.bluejay.connector.Settings;
import org.bluejay.connector.SpiVersion;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.connector.shop.ShopConnectorProvider;
import org.bluejay.connector.shop.ShopDescriptor;

/** A shop platform that keeps every promise, unless a flaw is asked for. */
public class ToyShopProvider implements ShopConnectorProvider {

    private static final AtomicInteger TIMES_ASKED = new AtomicInteger();

    private final ShopFlaw flaw;

    public ToyShopProvider() {
        this(ShopFlaw.NONE);
    }

    ToyShopProvider(ShopFlaw flaw) {
        this.flaw = flaw;
    }

    /** Like the other, but nobody named it. */
    public static final class Unnamed extends ToyShopProvider {}

    /** Starts to work before anyone asked. */
    public static final class EarlyThread extends ToyShopProvider {
        public EarlyThread() {
            ToyProvider.keepThread(new CountDownLatch(1));
        }
    }

    @Override
    public ShopDescriptor descriptor() {
        String version =
                flaw == ShopFlaw.CHANGES_ITS_MIND
                        ? "1.0." + TIMES_ASKED.incrementAndGet()
                        : "1.0.0";
        return new ShopDescriptor(
                "toy-shop",
                "Toy shop",
                version,
                new SpiVersion(1, flaw == ShopFlaw.NEEDS_NEWER_SPI ? 99 : 0),
                Maturity.STABLE);
    }

    @Override
    public ConfigSchema settings() {
        List<Setting> settings = new ArrayList<>();
        settings.add(Setting.of("apiKey", Setting.Type.SECRET, "API key").asRequired());
        settings.add(Setting.of("flaw", Setting.Type.TEXT, "Flaw").withDefault("NONE"));
        settings.add(Setting.of("note", Setting.Type.TEXT, "Note"));
        if (flaw == ShopFlaw.SHOWN_PASSWORD) {
            settings.add(Setting.of("password", Setting.Type.TEXT, "Password"));
        }
        return new ConfigSchema(settings);
    }

    @Override
    public ShopConnector open(Settings settings, ConnectorContext context) {
        if (flaw == ShopFlaw.NEEDS_WHAT_IS_OPTIONAL) {
            settings.text("note");
        }
        return new ToyShop(ShopFlaw.valueOf(settings.text("flaw")), settings, context);
    }
}
