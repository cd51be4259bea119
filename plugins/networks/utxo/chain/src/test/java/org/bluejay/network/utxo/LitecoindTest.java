package org.bluejay.network.utxo;

import org.bluejay.connector.tck.Needs;

@Needs("litecoind")
class LitecoindTest extends RealNodeSuite {

    LitecoindTest() {
        // Litecoin's nodes take no replacements, unless they are told to; some are.
        super(Coin.LITECOIN, "litecoind", "-mempoolreplacement=1");
    }
}
