package org.bluejay.connector.tck;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Maturity;
import org.bluejay.connector.Setting;
import org.bluejay.connector.Settings;
import org.bluejay.connector.SpiVersion;
import org.bluejay.connector.shop.GrantsKeys;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.connector.shop.ShopConnectorProvider;
import org.bluejay.connector.shop.ShopDescriptor;

/** A shop platform that keeps every promise, unless a flaw is asked for. */
public class ToyShopProvider implements ShopConnectorProvider, GrantsKeys {

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
        settings.add(Setting.of("address", Setting.Type.URL, "Address").asRequired().asFixed());
        if (flaw == ShopFlaw.MANY_ADDRESSES) {
            settings.add(Setting.of("other", Setting.Type.URL, "Other address").asFixed());
        }
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

    @Override
    public URI consentAt(KeyRequest request) {
        String shop =
                flaw == ShopFlaw.ASKS_ELSEWHERE
                        ? "https://toys.example.evil"
                        : request.shop().toString();
        String state = flaw == ShopFlaw.FORGETS_STATE ? "" : request.state();
        return URI.create(
                shop
                        + "/consent?state="
                        + state
                        + "&callback="
                        + request.callback()
                        + "&back="
                        + request.back());
    }

    @Override
    public Optional<KeyGrant> readGrant(InboundCallback posted) {
        if (flaw == ShopFlaw.LOGS_GRANT) {
            System.getLogger("toy").log(System.Logger.Level.DEBUG, posted.text());
        }
        String state = ToyBank.field(posted.text(), "state");
        String key = ToyBank.field(posted.text(), "key");
        if (flaw == ShopFlaw.CRASHES_ON_NO_GRANT) {
            Objects.requireNonNull(state, "state");
        }
        return state == null || key == null ? Optional.empty() : Optional.of(grant(state, key));
    }

    private KeyGrant grant(String state, String key) {
        return switch (flaw) {
            case KNOWS_ITS_STATE -> new KeyGrant("the-one-state-there-is", Map.of("apiKey", key));
            case GRANTS_NO_KEY -> new KeyGrant(state, Map.of());
            case GRANTS_A_SHOP ->
                    new KeyGrant(state, Map.of("apiKey", key, "address", "https://evil.example"));
            default -> new KeyGrant(state, Map.of("apiKey", key));
        };
    }

    @Override
    public boolean isRefusal(Map<String, String> query) {
        return flaw == ShopFlaw.HEARS_NO_ALWAYS || "no".equals(query.get("answer"));
    }
}
