package com.example.acmepay;

import java.math.BigDecimal;
import java.util.*;
import org.bluejay.connector.*;
import org.bluejay.connector.network.*;

/** Describes Acme Pay: what a payer sees, what a shop must tell, how to open it. */
public final class AcmePayProvider implements PaymentNetworkProvider {
    @Override public NetworkDescriptor descriptor() {
        MethodDescriptor wallet = new MethodDescriptor(
                "acmepay", "Acme Pay", MethodDescriptor.Kind.CODE, Set.of("EUR", "USD"),
                new BigDecimal("0.01"), new BigDecimal("0.50"), new BigDecimal("20000"),
                ConfigSchema.of());
        return new NetworkDescriptor(
                "acmepay", "Acme Pay", "1.0.0", new SpiVersion(1, 0), Maturity.EXPERIMENTAL, false,
                List.of(wallet));
    }

    @Override public ConfigSchema settings() {
        return ConfigSchema.of(
                Setting.of("baseUrl", Setting.Type.URL, "API address")
                        .withDefault("https://api.acmepay.example"),
                Setting.of("apiKey", Setting.Type.SECRET, "API key").asRequired(),
                Setting.of("callbackSecret", Setting.Type.SECRET, "Callback secret").asRequired());
    }

    @Override public PaymentNetwork open(Settings settings, ConnectorContext context) {
        return new AcmePay(settings, context);
    }
}
