package org.bluejay.connector.tck;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Health;
import org.bluejay.connector.Maturity;
import org.bluejay.connector.Setting;
import org.bluejay.connector.Settings;
import org.bluejay.connector.SpiVersion;
import org.bluejay.connector.network.MethodDescriptor;
import org.bluejay.connector.network.NetworkDescriptor;
import org.bluejay.connector.network.PaymentInstruction;
import org.bluejay.connector.network.PaymentNetwork;
import org.bluejay.connector.network.PaymentNetworkProvider;
import org.bluejay.connector.network.PaymentRequest;

/** A connector that keeps every promise, unless a flaw is asked for. */
public class ToyProvider implements PaymentNetworkProvider {

    private static final AtomicInteger TIMES_ASKED = new AtomicInteger();

    private final Flaw flaw;

    public ToyProvider() {
        this(Flaw.NONE);
    }

    ToyProvider(Flaw flaw) {
        this.flaw = flaw;
    }

    /** Like the other, but nobody named it. */
    public static final class Unnamed extends ToyProvider {}

    /** Starts to work before anyone asked. */
    public static final class EarlyThread extends ToyProvider {
        public EarlyThread() {
            keepThread(new CountDownLatch(1));
        }
    }

    /** Leaves a thread running that nobody will end. */
    static void keepThread(CountDownLatch never) {
        Thread poller = new Thread(() -> awaitForEver(never), "poller");
        poller.setDaemon(true);
        poller.start();
    }

    private static void awaitForEver(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public NetworkDescriptor descriptor() {
        List<MethodDescriptor> methods = new ArrayList<>();
        methods.add(method());
        if (flaw == Flaw.TWIN_METHODS) {
            methods.add(method());
        }
        String version =
                switch (flaw) {
                    case VERSION_LATEST -> "latest";
                    case CHANGES_ITS_MIND -> "1.0." + TIMES_ASKED.incrementAndGet();
                    default -> "1.0.0";
                };
        return new NetworkDescriptor(
                "toy",
                "Toy",
                version,
                new SpiVersion(1, flaw == Flaw.NEEDS_NEWER_SPI ? 99 : 0),
                Maturity.STABLE,
                true,
                methods);
    }

    private MethodDescriptor method() {
        boolean odd = flaw == Flaw.ODD_LIMITS;
        return new MethodDescriptor(
                "toy-code",
                "Toy code",
                MethodDescriptor.Kind.CODE,
                Set.of(),
                odd ? new BigDecimal("5") : BigDecimal.ZERO,
                odd ? new BigDecimal("7") : BigDecimal.ZERO,
                BigDecimal.ZERO,
                ConfigSchema.of(Setting.of("phone", Setting.Type.PHONE, "Phone").asRequired()));
    }

    @Override
    public ConfigSchema settings() {
        List<Setting> settings = new ArrayList<>();
        settings.add(Setting.of("apiKey", Setting.Type.SECRET, "API key").asRequired());
        settings.add(Setting.of("flaw", Setting.Type.TEXT, "Flaw").withDefault("NONE"));
        settings.add(Setting.choice("mode", "Mode", List.of("a", "b")).withDefault("a"));
        settings.add(Setting.of("note", Setting.Type.TEXT, "Note"));
        switch (flaw) {
            case NEVER_ASKED ->
                    settings.add(
                            Setting.of("till", Setting.Type.TEXT, "Till")
                                    .asRequired()
                                    .onlyWhen("mode", "c"));
            case TAKES_ANYTHING ->
                    settings.add(Setting.of("noSuchSetting", Setting.Type.TEXT, "Anything"));
            case SHOWN_PASSWORD ->
                    settings.add(Setting.of("password", Setting.Type.TEXT, "Password"));
            default -> {}
        }
        return new ConfigSchema(settings);
    }

    @Override
    public PaymentNetwork open(Settings settings, ConnectorContext context) {
        if (flaw == Flaw.DEAD_CHOICE && settings.text("mode").equals("b")) {
            throw new IllegalStateException("mode b was forgotten");
        }
        if (flaw == Flaw.NEEDS_WHAT_IS_OPTIONAL) {
            settings.text("note");
        }
        Flaw ofNetwork = flaw == Flaw.NONE ? Flaw.valueOf(settings.text("flaw")) : flaw;
        ToyNetwork network = new ToyNetwork(ofNetwork, settings, context);
        return flaw == Flaw.DEAF ? deaf(network) : network;
    }

    private static PaymentNetwork deaf(ToyNetwork network) {
        return new PaymentNetwork() {
            @Override
            public PaymentInstruction requestPayment(PaymentRequest request)
                    throws org.bluejay.connector.network.NetworkException {
                return network.requestPayment(request);
            }

            @Override
            public Health health() {
                return network.health();
            }

            @Override
            public void close() {
                network.close();
            }
        };
    }
}
