package org.bluejay.network.sandbox;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Maturity;
import org.bluejay.connector.Setting;
import org.bluejay.connector.Settings;
import org.bluejay.connector.SpiVersion;
import org.bluejay.connector.network.MethodDescriptor;
import org.bluejay.connector.network.MethodDescriptor.Kind;
import org.bluejay.connector.network.NetworkDescriptor;
import org.bluejay.connector.network.PaymentNetwork;
import org.bluejay.connector.network.PaymentNetworkProvider;

/** Describes the sandbox network: one method of each kind, any currency, no limits. */
public final class SandboxProvider implements PaymentNetworkProvider {

    static final String CODE = "sandbox-code";
    static final String APPROVAL = "sandbox-approval";
    static final String REDIRECT = "sandbox-redirect";

    static final Set<String> METHODS = Set.of(CODE, APPROVAL, REDIRECT);

    /** Input of {@link #APPROVAL}. */
    static final String PHONE = "phone";

    /** Setting: how far this network's callbacks may be believed. */
    static final String CALLBACK_TRUST = "callbackTrust";

    static final String SIGNED = "signed";
    static final String UNSIGNED = "unsigned";

    /** Setting: the key of signed callbacks. */
    static final String SIGNING_SECRET = "signingSecret";

    @Override
    public NetworkDescriptor descriptor() {
        ConfigSchema phone =
                ConfigSchema.of(
                        Setting.of(PHONE, Setting.Type.PHONE, "Phone number")
                                .withHelp("Any number will do: nothing is sent to it.")
                                .asRequired());
        return new NetworkDescriptor(
                "sandbox",
                "Sandbox",
                "1.0.0",
                new SpiVersion(1, 0),
                Maturity.STABLE,
                true,
                List.of(
                        method(CODE, "Sandbox code", Kind.CODE, ConfigSchema.of()),
                        method(APPROVAL, "Sandbox phone approval", Kind.APPROVAL, phone),
                        method(REDIRECT, "Sandbox bank page", Kind.REDIRECT, ConfigSchema.of())));
    }

    @Override
    public ConfigSchema settings() {
        return ConfigSchema.of(
                Setting.choice(CALLBACK_TRUST, "Callbacks are", List.of(SIGNED, UNSIGNED))
                        .withDefault(SIGNED)
                        .withHelp(
                                "A signed callback is taken at its word; after an unsigned one the"
                                        + " gateway looks the payment up."),
                Setting.of(SIGNING_SECRET, Setting.Type.SECRET, "Signing secret")
                        .withHelp("Leave it empty, and this channel draws one of its own.")
                        .matching(".{16,}")
                        .onlyWhen(CALLBACK_TRUST, SIGNED));
    }

    @Override
    public PaymentNetwork open(Settings settings, ConnectorContext context) {
        return new SandboxNetwork(settings, context);
    }

    private static MethodDescriptor method(String id, String name, Kind kind, ConfigSchema inputs) {
        return new MethodDescriptor(
                id,
                name,
                kind,
                Set.of(),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                inputs);
    }
}
