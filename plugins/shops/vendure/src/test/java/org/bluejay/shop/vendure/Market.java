package org.bluejay.shop.vendure;

import java.util.Map;
import org.bluejay.gateway.it.Gateway;
import org.bluejay.gateway.it.LitecoinRail;
import org.bluejay.gateway.it.MpesaRail;
import org.bluejay.gateway.it.Shop;

/**
 * A gateway whose shops ask for dollars and are paid in Litecoin, on a real node, and by M-Pesa, on
 * the simulator.
 */
record Market(LitecoinRail litecoin, MpesaRail mpesa, Gateway gateway) implements AutoCloseable {

    private static final String RATES = "LTC/USD=72.35,USD/KES=129.20";

    /** 49 / (72.35 × 0.99), rounded up to what the coin can be divided into. */
    static final String LITECOINS = "0.68410435";

    /** 49 × 129.20 / 0.99, rounded up to whole shillings. */
    static final String SHILLINGS = "KES 6395";

    static Market open(String name) {
        Gateway gateway = Gateway.fresh(name).with("bluejay.rates.fixed", RATES);
        Market market = new Market(new LitecoinRail(), new MpesaRail(), gateway);
        try {
            market.litecoin.reach(gateway);
            market.mpesa.reach(gateway);
            gateway.start();
            market.litecoin.awaitRead();
            return market;
        } catch (RuntimeException | Error failed) {
            market.close();
            throw failed;
        }
    }

    Shop newShop() {
        Shop shop = gateway.newShop();
        litecoin.connect(shop);
        mpesa.connect(shop);
        return shop;
    }

    /** A Vendure with the plugin, which is set to a shop of the gateway. */
    VendureProcess vendureOf(Shop shop, String folder) {
        return VendureProcess.start(
                folder,
                Map.of(
                        "BLUEJAY_URL", gateway.url().toString(),
                        "BLUEJAY_API_KEY", shop.key(),
                        "BLUEJAY_SHOP_ID", shop.id(),
                        "BLUEJAY_WEBHOOK_SECRET", shop.secret()));
    }

    @Override
    public void close() {
        try (litecoin;
                mpesa) {
            gateway.close();
        }
    }
}
