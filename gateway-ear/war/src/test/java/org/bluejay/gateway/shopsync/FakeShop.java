package org.bluejay.gateway.shopsync;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bluejay.connector.Http;

/**
 * The shop that {@code ShopJar}'s connector speaks to: it records every payment it is told and
 * restocks as often as it is asked, so that whatever is done twice shows in its books.
 */
final class FakeShop implements Http {

    static final String KEY = "key-of-the-shop";

    /** What goes wrong from now on. */
    enum Trouble {
        NONE,
        /** Nobody answers. */
        AWAY,
        /** Writes are done, and their answers lost. */
        LOSES_ANSWERS,
        REFUSES_KEY,
        REJECTS_WRITES,
        /** Of these alone it says no, as to money for an order that it has cancelled for good. */
        REJECTS_PAYMENTS
    }

    /** One order in the books. */
    static final class Order {
        BigDecimal total;
        BigDecimal paid = BigDecimal.ZERO;
        BigDecimal through = BigDecimal.ZERO;
        BigDecimal refunded = BigDecimal.ZERO;
        boolean cancelled;
        int payments;
        int restocks;
        final List<String> notes = new ArrayList<>();
        long version;
    }

    private final Map<String, Order> orders = new LinkedHashMap<>();
    private long versions;
    private int calls;
    private Trouble trouble = Trouble.NONE;
    private final Deque<Runnable> meanwhile = new ArrayDeque<>();

    synchronized void place(String id, String total) {
        Order order = new Order();
        order.total = new BigDecimal(total);
        orders.put(id, order);
        changed(order);
    }

    /** The staff do something to an order. */
    synchronized String staff(String id, Consumer<Order> change) {
        Order order = orders.get(id);
        change.accept(order);
        changed(order);
        return id + " " + order.version;
    }

    /** The order as it stands; to be read, never changed. */
    synchronized Order order(String id) {
        return orders.get(id);
    }

    synchronized String webhookOf(String id) {
        return id + " " + orders.get(id).version;
    }

    synchronized int calls() {
        return calls;
    }

    /** Happens elsewhere while the shop answers; the first said during the next call, and so on. */
    synchronized void meanwhile(Runnable event) {
        meanwhile.add(event);
    }

    synchronized void becomes(Trouble next) {
        trouble = next;
    }

    private void changed(Order order) {
        order.version = ++versions;
    }

    @Override
    public synchronized Answer send(Request request) throws NotSent, NoAnswer {
        calls++;
        if (!meanwhile.isEmpty()) {
            meanwhile.remove().run();
        }
        if (trouble == Trouble.AWAY) {
            throw new NotSent("no connection", null);
        }
        if (trouble == Trouble.REFUSES_KEY || !KEY.equals(request.headers().get("authorization"))) {
            return answer(401, "");
        }
        String[] path = request.uri().getPath().split("/", -1);
        if (path[1].equals("changes")) {
            return answer(200, changesAfter(Long.parseLong(path[2])));
        }
        if (path[1].equals("ping")) {
            return answer(200, "");
        }
        Order order = orders.get(path[2]);
        if (order == null) {
            return answer(404, "");
        }
        if (request.method().equals("POST")) {
            if (trouble == Trouble.REJECTS_WRITES
                    || (trouble == Trouble.REJECTS_PAYMENTS && path[3].equals("pay"))) {
                return answer(400, "");
            }
            write(order, path[3], new String(request.body(), StandardCharsets.UTF_8));
            if (trouble == Trouble.LOSES_ANSWERS) {
                throw new NoAnswer("connection reset", null);
            }
        }
        return answer(200, text(order));
    }

    private void write(Order order, String what, String body) {
        switch (what) {
            case "pay" -> {
                order.paid = order.paid.add(new BigDecimal(body));
                order.through = order.through.add(new BigDecimal(body));
                order.payments++;
                order.cancelled = false;
            }
            case "refund" -> order.refunded = order.refunded.add(new BigDecimal(body));
            case "cancel" -> {
                order.cancelled = true;
                order.restocks++;
            }
            case "note" -> order.notes.add(body);
            default -> throw new IllegalArgumentException(what);
        }
        changed(order);
    }

    private String changesAfter(long cursor) {
        List<String> changed = new ArrayList<>();
        orders.forEach(
                (id, order) -> {
                    if (order.version > cursor) {
                        changed.add(id + "@" + order.version);
                    }
                });
        return "next=" + versions + "\norders=" + String.join(" ", changed);
    }

    private static String text(Order order) {
        return "currency=USD\ntotal=%s\npaid=%s\nthrough=%s\nrefunded=%s\ncancelled=%s\nversion=%d"
                .formatted(
                        order.total,
                        order.paid,
                        order.through.min(order.paid),
                        order.refunded,
                        order.cancelled,
                        order.version);
    }

    private static Answer answer(int status, String text) {
        return new Answer(status, Map.of(), text.getBytes(StandardCharsets.UTF_8));
    }
}
