package org.bluejay.gateway.it;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;

/**
 * Litecoin: a real node with a chain of its own, between whose wallet and the gateway's addresses
 * real transactions go. The invoice is in dollars, so each amount is exchanged as well.
 */
public final class LitecoinRail implements Rail.Chain {

    private static final int BLOCKS = 2;
    private static final BigDecimal HALF = new BigDecimal("0.5");

    /** The account 84'/1'/0' of the words that all documents take as their example. */
    private static final String ACCOUNT =
            "vpub5Y6cjg78GGuNLsaPhmYsiw4gYX3HoQiRBiSwDaBXKUafCt9bNwWQiitDk5VZ5BVxYnQdwoTyXSs2JHRPAgjAvtbBrf8ZhDYe2jWAqvZVnsc";

    private RegtestNode node;
    private Line line;
    private Gateway gateway;

    @Override
    public String network() {
        return "litecoin";
    }

    @Override
    public String method() {
        return "litecoin";
    }

    @Override
    public String currency() {
        return "USD";
    }

    @Override
    public Gateway start() {
        reach(Gateway.fresh("conform-litecoin").with("bluejay.rates.fixed", "LTC/USD=80.00"));
        gateway.start();
        awaitRead();
        return gateway;
    }

    /** Starts a node, and tells a gateway that is yet to be started where it is. */
    public void reach(Gateway reader) {
        gateway = reader;
        node = RegtestNode.start("litecoind");
        line = new Line(node.port());
        String source = "bluejay.source.litecoin.sandbox.";
        gateway.with(source + "nodeUrl", "http://127.0.0.1:" + line.port())
                .with(source + "rpcUser", RegtestNode.USER)
                .with(source + "rpcPassword", RegtestNode.PASSWORD)
                .with(source + "testChain", "regtest")
                .with(source + "confirmations", "*:" + BLOCKS);
    }

    @Override
    public void connect(Shop shop) {
        shop.api()
                .post(
                        "/channels/",
                        Map.of(
                                "shopId",
                                shop.id(),
                                "network",
                                "litecoin",
                                "name",
                                "Wallet",
                                "settings",
                                Map.of("xpub", ACCOUNT, "testChain", "regtest")))
                .expect(201);
    }

    @Override
    public void pay(Till till, Attempt attempt) {
        send(attempt, BigDecimal.ONE);
        node.mine(BLOCKS);
    }

    /** A payer's wallet sends what a link says. */
    public void send(Map.Entry<String, String> addressAndAmount) {
        node.send(addressAndAmount.getKey(), addressAndAmount.getValue());
    }

    /** Time passes on the chain, until what was sent is sure. */
    public void confirm() {
        node.mine(BLOCKS);
    }

    private String send(Attempt attempt, BigDecimal times) {
        BigDecimal amount = new BigDecimal(attempt.amount()).multiply(times);
        return node.send(attempt.code(), amount.stripTrailingZeros().toPlainString());
    }

    @Override
    public void payHalf(Till till, Attempt attempt) {
        send(attempt, HALF);
        node.mine(BLOCKS);
    }

    @Override
    public void payRest(Till till, Attempt attempt) {
        payHalf(till, attempt);
    }

    @Override
    public void payTooMuch(Till till, Attempt attempt) {
        send(attempt, BigDecimal.ONE.add(HALF));
        node.mine(BLOCKS);
    }

    @Override
    public void payAgain(Till till, Attempt attempt) {
        pay(till, attempt);
    }

    @Override
    public void paySeenOnly(Till till, Attempt attempt) {
        send(attempt, BigDecimal.ONE);
    }

    /** The payer spends the same coins otherwise, and a miner takes that. */
    @Override
    public void drop(Till till, Attempt attempt) {
        node.mineOnly(node.doubleSpendOf(node.newest(attempt.code())));
        node.mine(1);
    }

    /** The blocks that held it go, and in those that come its coins are spent otherwise. */
    @Override
    public void takeBack(Till till, Attempt attempt) {
        String other = node.doubleSpendOf(node.newest(attempt.code()));
        node.reorganise(BLOCKS, other);
    }

    @Override
    public void payInBothBranches(Till till, Attempt attempt) {
        String raw = node.raw(send(attempt, BigDecimal.ONE));
        node.mine(BLOCKS);
        till.await("paid");
        node.reorganise(BLOCKS, raw);
        awaitRead();
    }

    @Override
    public void payInLaterBranch(Till till, Attempt attempt) {
        send(attempt, BigDecimal.ONE);
        node.mine(1);
        awaitRead();
        node.reorganise(1);
        awaitRead();
        Shop.assertAmounts(till.await("processing"), "0.00", Till.TOTAL, Till.TOTAL);
        node.mine(BLOCKS);
    }

    /** The gateway reads every few seconds by itself. */
    @Override
    public void hasten(Till till) {
        // A real chain takes its time.
    }

    /** Waits until all that the node has now has been read. */
    public void awaitRead() {
        Instant now = Instant.now();
        Await.until("the chain to be read", () -> readThrough().isAfter(now));
    }

    private Instant readThrough() {
        String sql =
                "select coalesce(max(extract(epoch from read_through_at)), 0) from source"
                        + " where network = 'litecoin' and environment = 'sandbox'";
        try (Connection database = gateway.database().connect();
                Statement query = database.createStatement();
                ResultSet row = query.executeQuery(sql)) {
            row.next();
            return Instant.ofEpochMilli(row.getBigDecimal(1).movePointRight(3).longValue());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void payWhileCut(Till till, Attempt attempt) {
        cut();
        pay(till, attempt);
        till.assertUntouched();
    }

    @Override
    public void cut() {
        line.cut();
    }

    @Override
    public void mend() {
        line.mend();
    }

    @Override
    public void close() {
        if (line != null) {
            line.close();
        }
        if (node != null) {
            node.close();
        }
    }
}
