package org.bluejay.network.utxo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import org.bitcoinj.base.Network;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Environment;

/** A currency of the Bitcoin family: what differs between them, and nothing else. */
public enum Coin {
    BITCOIN(
            "bitcoin",
            "Bitcoin",
            "btc",
            new BigDecimal("0.00001"),
            new BigDecimal("21000000"),
            "0.01:1,0.1:3,*:6",
            Duration.ofSeconds(10)),
    LITECOIN(
            "litecoin",
            "Litecoin",
            "ltc",
            new BigDecimal("0.0001"),
            new BigDecimal("84000000"),
            "*:6",
            Duration.ofSeconds(5));

    /** All coins of this family count in hundred millionths. */
    static final int DECIMALS = 8;

    private final String id;
    private final String title;
    private final String asset;
    private final BigDecimal least;
    private final BigDecimal most;
    private final String confirmations;
    private final Duration pause;

    Coin(
            String id,
            String title,
            String asset,
            BigDecimal least,
            BigDecimal most,
            String confirmations,
            Duration pause) {
        this.id = id;
        this.title = title;
        this.asset = asset;
        this.least = least;
        this.most = most;
        this.confirmations = confirmations;
        this.pause = pause;
    }

    /** Of the network, of its one method, and of its payment URIs. */
    String id() {
        return id;
    }

    String title() {
        return title;
    }

    CurrencyUnit unit() {
        return new CurrencyUnit(asset, DECIMALS);
    }

    /** Well above what nodes call dust and do not pass on. */
    BigDecimal least() {
        return least;
    }

    /** All that there will ever be. */
    BigDecimal most() {
        return most;
    }

    /** How sure is sure enough, unless the operator says otherwise. */
    String confirmations() {
        return confirmations;
    }

    /** Between two looks at a node that had nothing new. */
    Duration pause() {
        return pause;
    }

    /**
     * The chain of an environment: real money is on the main chain, and nothing else is.
     *
     * @param testChain which of the others, in the sandbox
     */
    Chain chain(Environment environment, String testChain) {
        String name = environment == Environment.LIVE ? Chain.MAIN : testChain;
        return Arrays.stream(Chain.values())
                .filter(chain -> chain.coin() == this && chain.nodeName().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("testChain: " + title + " has no such"));
    }

    /** One book of a coin, and how addresses are written in it. */
    enum Chain implements Network {
        BITCOIN_MAIN(BITCOIN, "main", "bc", 0, 5),
        BITCOIN_TEST(BITCOIN, "test", "tb", 111, 196),
        BITCOIN_REGTEST(BITCOIN, "regtest", "bcrt", 111, 196),
        LITECOIN_MAIN(LITECOIN, "main", "ltc", 48, 50),
        LITECOIN_TEST(LITECOIN, "test", "tltc", 111, 58),
        LITECOIN_REGTEST(LITECOIN, "regtest", "rltc", 111, 58);

        static final String MAIN = "main";
        static final String TEST = "test";
        static final String REGTEST = "regtest";

        private final Coin coin;
        private final String nodeName;
        private final String segwitPrefix;
        private final int keyHeader;
        private final int scriptHeader;

        Chain(Coin coin, String nodeName, String segwitPrefix, int keyHeader, int scriptHeader) {
            this.coin = coin;
            this.nodeName = nodeName;
            this.segwitPrefix = segwitPrefix;
            this.keyHeader = keyHeader;
            this.scriptHeader = scriptHeader;
        }

        Coin coin() {
            return coin;
        }

        /** As a node calls it. */
        String nodeName() {
            return nodeName;
        }

        boolean isMain() {
            return nodeName.equals(MAIN);
        }

        @Override
        public String id() {
            return "org.bluejay." + coin.id() + "." + nodeName;
        }

        @Override
        public int legacyAddressHeader() {
            return keyHeader;
        }

        @Override
        public int legacyP2SHHeader() {
            return scriptHeader;
        }

        @Override
        public String segwitAddressHrp() {
            return segwitPrefix;
        }

        @Override
        public String uriScheme() {
            return coin.id();
        }

        @Override
        public boolean hasMaxMoney() {
            return true;
        }

        @Override
        public org.bitcoinj.base.Coin maxMoney() {
            return org.bitcoinj.base.Coin.ofBtc(coin.most());
        }

        @Override
        public boolean exceedsMaxMoney(org.bitcoinj.base.Monetary amount) {
            return amount instanceof org.bitcoinj.base.Coin coins
                    && coins.isGreaterThan(maxMoney());
        }
    }
}
