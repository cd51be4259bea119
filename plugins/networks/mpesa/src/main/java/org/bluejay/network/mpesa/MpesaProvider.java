package org.bluejay.network.mpesa;

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
import org.bluejay.connector.network.NetworkDescriptor;
import org.bluejay.connector.network.PaymentNetwork;
import org.bluejay.connector.network.PaymentNetworkProvider;

/** Describes M-Pesa: whole shillings, approved on the payer's phone, to a paybill or a till. */
public final class MpesaProvider implements PaymentNetworkProvider {

    static final String METHOD = "mpesa";

    /** Input: the payer's phone. */
    static final String PHONE = "phone";

    /** Setting: what kind of account is paid to. */
    static final String TYPE = "type";

    static final String PAYBILL = "paybill";
    static final String TILL = "till";

    static final String SHORTCODE = "shortcode";
    static final String TILL_NUMBER = "tillNumber";
    static final String CONSUMER_KEY = "consumerKey";
    static final String CONSUMER_SECRET = "consumerSecret";
    static final String PASSKEY = "passkey";
    static final String ACCOUNT_REFERENCE = "accountReference";

    /** Setting: another Daraja than Safaricom's; for sandbox channels only. */
    static final String BASE_URL = "baseUrl";

    private static final String ACCOUNT = "Account";
    private static final String CREDENTIALS = "Daraja app";
    private static final String NUMBER = "[0-9]{5,7}";

    /** Safaricom's limit for one transaction. */
    private static final BigDecimal MOST = new BigDecimal("250000");

    @Override
    public NetworkDescriptor descriptor() {
        return new NetworkDescriptor(
                "mpesa",
                "M-Pesa",
                "1.0.0",
                new SpiVersion(1, 0),
                Maturity.BETA,
                false,
                List.of(
                        new MethodDescriptor(
                                METHOD,
                                "M-Pesa",
                                MethodDescriptor.Kind.APPROVAL,
                                Set.of("KES"),
                                BigDecimal.ONE,
                                BigDecimal.ONE,
                                MOST,
                                ConfigSchema.of(
                                        Setting.of(PHONE, Setting.Type.PHONE, "M-Pesa phone number")
                                                .withHelp(
                                                        "A Kenyan number, such as 0712 345 678. The"
                                                                + " request to pay appears on it.")
                                                .asRequired()))));
    }

    @Override
    public ConfigSchema settings() {
        return ConfigSchema.of(
                Setting.choice(TYPE, "Paid to a", List.of(PAYBILL, TILL))
                        .withDefault(PAYBILL)
                        .inGroup(ACCOUNT)
                        .asFixed(),
                Setting.of(SHORTCODE, Setting.Type.TEXT, "Short code")
                        .withHelp(
                                "The paybill number; for a till, the store or head office number.")
                        .matching(NUMBER)
                        .inGroup(ACCOUNT)
                        .asRequired()
                        .asFixed(),
                Setting.of(TILL_NUMBER, Setting.Type.TEXT, "Till number")
                        .withHelp("The number on the till itself, which payers know.")
                        .matching(NUMBER)
                        .inGroup(ACCOUNT)
                        .onlyWhen(TYPE, TILL)
                        .asRequired()
                        .asFixed(),
                Setting.of(ACCOUNT_REFERENCE, Setting.Type.TEXT, "Account reference")
                        .withHelp(
                                "Public: stands in the payer's prompt and SMS, such as the shop's"
                                        + " name. At most 12 letters and digits.")
                        .withDefault("Payment")
                        .matching("[A-Za-z0-9][A-Za-z0-9 -]{0,11}")
                        .inGroup(ACCOUNT),
                credential(CONSUMER_KEY, "Consumer key")
                        .withHelp("Of your app at developer.safaricom.co.ke."),
                credential(CONSUMER_SECRET, "Consumer secret").withHelp("Beside the consumer key."),
                credential(PASSKEY, "Passkey")
                        .withHelp("Safaricom sends it by mail when the short code goes live."),
                Setting.of(BASE_URL, Setting.Type.TEXT, "Address of another Daraja")
                        .withHelp(
                                "Sandbox channels only: a simulator instead of Safaricom's own"
                                        + " sandbox.")
                        .matching("https?://[^\\s/@?#]+(/[^\\s?#]*)?"));
    }

    private static Setting credential(String name, String label) {
        return Setting.of(name, Setting.Type.SECRET, label).inGroup(CREDENTIALS).asRequired();
    }

    @Override
    public PaymentNetwork open(Settings settings, ConnectorContext context) {
        return new MpesaNetwork(settings, context);
    }
}
