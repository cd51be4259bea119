package org.bluejay.network.utxo;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bluejay.connector.tck.LoopbackHttp;
import org.bluejay.connector.tck.StoppedClock;
import org.bluejay.network.utxo.Coin.Chain;
import org.bluejay.network.utxo.ToyNode.To;
import org.bluejay.network.utxo.Wire.Paid;

/**
 * What reading costs: between blocks, with many addresses watched and a full mempool; and after
 * having been away. Run by hand; the second part needs a litecoind.
 */
public final class UtxoBench {

    private static final int WATCHED = 100_000;
    private static final int WAITING = 20_000;
    private static final int NEW_IN_EACH = 50;
    private static final int ROUNDS = 200;
    private static final int AWAY = 10_000;
    private static final int PAID_EVERY = 100;

    private UtxoBench() {}

    /** Prints both figures. */
    public static void main(String[] arguments) throws Exception {
        betweenBlocks();
        afterBeingAway();
    }

    private static void betweenBlocks() throws Exception {
        ToyNode node = ToyNode.of(Coin.LITECOIN);
        Map<String, String> answers = Reader.answers("http://10.0.0.7:1", "*:6");
        answers.putAll(node.settings());
        Reader reader = new Reader(Coin.LITECOIN, answers, node.http(), new StoppedClock());
        AccountKey account =
                AccountKey.read(
                        TestAccount.publicKey("045f1cf6", 84, 1, 0), Chain.LITECOIN_REGTEST);
        String paid = account.addressAt(0);
        for (int i = 0; i < WATCHED; i++) {
            reader.watch("rltc1q" + i);
        }
        reader.watch(paid);
        stranger(node, WAITING);
        reader.read();
        for (int warm = 0; warm < 30; warm++) {
            round(node, reader, paid);
        }
        long before = cpu();
        for (int i = 0; i < ROUNDS; i++) {
            round(node, reader, paid);
        }
        double millis = (cpu() - before) / 1e6 / ROUNDS;
        double pause = Coin.LITECOIN.pause().toMillis();
        System.out.printf(
                "%d watched, %d waiting, %d new a look: %.1f ms of CPU a look (the toy node's own"
                        + " included), %.2f %% of a core%n",
                WATCHED, WAITING, NEW_IN_EACH, millis, 100 * millis / pause);
    }

    private static void round(ToyNode node, Reader reader, String paid) throws Exception {
        stranger(node, NEW_IN_EACH - 1);
        node.payAll(new To(paid, 5));
        reader.read();
    }

    private static void stranger(ToyNode node, int count) {
        for (int i = 0; i < count; i++) {
            byte[] script = Scripts.NATIVE_SEGWIT.around(new byte[20]);
            node.broadcast(List.of(node.newCoin()), List.of(new Paid(script, 9)));
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void afterBeingAway() throws Exception {
        // Above this height every block would need the MWEB's first.
        try (RegtestNode node = RegtestNode.start("litecoind", "-vbparams=mweb:0:0")) {
            Map<String, String> answers = Reader.answers(node.url(), "*:6");
            Reader reader =
                    new Reader(Coin.LITECOIN, answers, new LoopbackHttp(), Clock.systemUTC());
            reader.read();
            Set<String> paid = new HashSet<>();
            for (int i = 0; i < AWAY / PAID_EVERY; i++) {
                String address = node.newAddress();
                reader.watch(address);
                paid.add(node.send(address, "0.01"));
                node.mine(PAID_EVERY);
            }
            long began = System.nanoTime();
            long cpu = cpu();
            int readings = reader.readings();
            Set<String> found = new HashSet<>();
            reader.read().forEach(told -> found.add(told.transfer().networkId().substring(0, 64)));
            System.out.printf(
                    "%d blocks in %.1f s (%.1f s of CPU here), %d readings; %d of %d payments%n",
                    AWAY,
                    (System.nanoTime() - began) / 1e9,
                    (cpu() - cpu) / 1e9,
                    reader.readings() - readings,
                    found.size(),
                    paid.size());
        }
    }
}
