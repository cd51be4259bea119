package org.bluejay.network.utxo;

import java.io.IOException;
import org.bluejay.connector.tck.Needs;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** Where there is one: Debian has none, so that nothing can require it. */
class BitcoindTest extends RealNodeSuite {

    private static final String PROGRAM = "bitcoind";

    BitcoindTest() {
        super(Coin.BITCOIN, PROGRAM);
    }

    @Override
    @BeforeAll
    void start() throws IOException {
        Assumptions.assumeTrue(
                Needs.Condition.find(PROGRAM).isPresent(), "not installed: [" + PROGRAM + "]");
        super.start();
    }
}
