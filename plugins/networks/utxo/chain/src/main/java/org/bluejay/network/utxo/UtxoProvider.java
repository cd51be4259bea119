package org.bluejay.network.utxo;

import java.math.BigDecimal;
import java.net.URI;
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
import org.bluejay.connector.network.Source;
import org.bluejay.connector.network.Watches;
import org.bluejay.network.utxo.Coin.Chain;

/**
 * One coin of the Bitcoin family as a payment network: a channel is an account of a shop's wallet,
 * the source is a node. Each coin has a connector of its own, which only says which it is.
 */
public abstract class UtxoProvider implements PaymentNetworkProvider, Watches {

    static final String XPUB = "xpub";
    static final String LABEL = "label";
    static final String TEST_CHAIN = "testChain";
    static final String NODE_URL = "nodeUrl";
    static final String RPC_USER = "rpcUser";
    static final String RPC_PASSWORD = "rpcPassword";
    static final String CONFIRMATIONS = "confirmations";
    static final String LOOK_BACK = "lookBack";

    private static final String PUBLIC_KEY = "([xyztuv]pub|[LM]tub|ttub)[1-9A-HJ-NP-Za-km-z]{107}";

    /** No login in it, and no query: an address may be logged. */
    private static final String ADDRESS = "https?://[A-Za-z0-9.\\[\\]:_-]+(/[A-Za-z0-9._~/-]*)?";

    private final Coin coin;

    protected UtxoProvider(Coin coin) {
        this.coin = coin;
    }

    @Override
    public NetworkDescriptor descriptor() {
        MethodDescriptor method =
                new MethodDescriptor(
                        coin.id(),
                        coin.title(),
                        MethodDescriptor.Kind.CODE,
                        Set.of(coin.unit().code()),
                        BigDecimal.ZERO,
                        coin.least(),
                        coin.most(),
                        ConfigSchema.of());
        return new NetworkDescriptor(
                coin.id(),
                coin.title(),
                "1.0.0",
                new SpiVersion(1, 0),
                Maturity.BETA,
                false,
                List.of(method));
    }

    @Override
    public ConfigSchema settings() {
        return ConfigSchema.of(
                Setting.of(XPUB, Setting.Type.TEXT, "Public key of the account")
                        .withHelp(
                                "The extended public key (xpub, zpub, ypub, Ltub, Mtub; in the"
                                        + " sandbox tpub, vpub, upub, ttub) that your wallet shows"
                                        + " for an account used for nothing else. Never a private"
                                        + " key (xprv).")
                        .asRequired()
                        .matching(PUBLIC_KEY)
                        .asFixed(),
                testChain().asFixed(),
                Setting.of(LABEL, Setting.Type.TEXT, "Name in the payer's wallet")
                        .withHelp("Shown by wallets that read payment links, such as your shop's.")
                        .matching(".{1,60}"));
    }

    private static Setting testChain() {
        return Setting.choice(TEST_CHAIN, "Test chain", List.of(Chain.TEST, Chain.REGTEST))
                .withDefault(Chain.TEST)
                .withHelp("In the sandbox only: what is live is always on the main chain.");
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when the key is not the public key of an account on the
     *     environment's chain
     */
    @Override
    public PaymentNetwork open(Settings settings, ConnectorContext context) {
        AccountKey account = AccountKey.read(settings.text(XPUB), chain(settings, context));
        return new UtxoNetwork(coin, account, settings.find(LABEL).orElse(""), context);
    }

    @Override
    public ConfigSchema sourceSettings() {
        return ConfigSchema.of(
                // Not a URL, which must be https: a node is the operator's own, next door.
                Setting.of(NODE_URL, Setting.Type.TEXT, "Address of the node's RPC")
                        .withHelp(
                                "Such as http://10.0.0.7:9332; a private address must be among"
                                        + " bluejay.http.allow-private.")
                        .asRequired()
                        .matching(ADDRESS),
                Setting.of(RPC_USER, Setting.Type.TEXT, "RPC user").asRequired().matching("[^:]+"),
                Setting.of(RPC_PASSWORD, Setting.Type.SECRET, "RPC password").asRequired(),
                testChain(),
                Setting.of(CONFIRMATIONS, Setting.Type.TEXT, "Confirmations by amount")
                        .withHelp(
                                "0.1:1,1:3,*:6 means: up to 0.1 one block, up to 1 three, above"
                                        + " that six. Counted is all that one transaction pays.")
                        .withDefault(coin.confirmations())
                        .matching(Confirmations.PATTERN),
                Setting.of(LOOK_BACK, Setting.Type.WHOLE_NUMBER, "Blocks to look back")
                        .withHelp(
                                "How many of the newest blocks are read when reading begins for"
                                        + " the first time.")
                        .withDefault("0")
                        .matching("[0-9]{1,5}"));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when the amounts of {@value #CONFIRMATIONS} do not rise
     */
    @Override
    public Source openSource(Settings settings, ConnectorContext context) {
        Chain chain = chain(settings, context);
        NodeLine line =
                new NodeLine(
                        context.http(),
                        URI.create(settings.text(NODE_URL)),
                        settings.text(RPC_USER),
                        settings.secret(RPC_PASSWORD));
        return new ChainSource(
                chain,
                new Node(line, chain),
                Confirmations.read(settings.text(CONFIRMATIONS)),
                (int) settings.wholeNumber(LOOK_BACK),
                context.clock());
    }

    private Chain chain(Settings settings, ConnectorContext context) {
        return coin.chain(context.environment(), settings.text(TEST_CHAIN));
    }
}
