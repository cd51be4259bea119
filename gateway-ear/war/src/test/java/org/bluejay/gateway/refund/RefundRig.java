package org.bluejay.gateway.refund;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Money;
import org.bluejay.gateway.connector.ConnectorJar;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.invoice.Invoice;
import org.bluejay.gateway.invoice.InvoiceService;
import org.bluejay.gateway.invoice.TestInvoices;
import org.bluejay.gateway.ledger.JournalEntryView;
import org.bluejay.gateway.ledger.LedgerReader;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.merchant.TestShops;
import org.bluejay.gateway.network.Channel;
import org.bluejay.gateway.network.ChannelService;
import org.bluejay.gateway.refund.RefundSteps.Due;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Callers;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.TestGateway;

/** A shop with a channel on a network that refunds, and does with each as its destination says. */
final class RefundRig {

    static final CurrencyUnit USD = CurrencyUnit.iso("USD");

    /** Its books lie in the channel's store; how often it was asked to pay, too. */
    private static final String REFUNDS =
            """
            public RefundReport refund(RefundRequest request) throws NetworkException {
                long sent = context.store().next("sends-" + request.reference());
                String how = request.destination();
                if (how.equals("not-sent") && sent == 0) {
                    throw new NetworkException.NotSent("no connection", null);
                }
                if (how.equals("throttled") && sent == 0) {
                    throw new NetworkException.Throttled("slow down", Duration.ofMinutes(30));
                }
                if (how.equals("throttled-for-ever") && sent == 0) {
                    throw new NetworkException.Throttled("slow down", Duration.ofDays(4000));
                }
                if (how.equals("throttled-somehow") && sent == 0) {
                    throw new NetworkException.Throttled("slow down", null);
                }
                if (how.startsWith("echo-")) {
                    echo(how, request.reference());
                }
                if (how.startsWith("nul-")) {
                    return withNul(how, request.reference());
                }
                if (how.equals("refuse")) {
                    throw new NetworkException.Refused("declined", "the payer's account is closed");
                }
                if (how.equals("lost-before") && sent == 0) {
                    throw new NetworkException.OutcomeUnknown("timed out", null);
                }
                context.store().putIfAbsent("refund-" + request.reference(), how);
                if (how.equals("lost")) {
                    throw new NetworkException.OutcomeUnknown("timed out", null);
                }
                return lookUpRefund(request.reference()).get();
            }

            private void echo(String how, String reference) throws NetworkException {
                String words = "no account at " + how.toUpperCase(java.util.Locale.ROOT);
                if (how.startsWith("echo-refused")) {
                    throw new NetworkException.Refused("declined", words);
                }
                if (how.startsWith("echo-unknown")) {
                    throw new NetworkException.OutcomeUnknown(words, null);
                }
                if (how.startsWith("echo-not-sent")) {
                    throw new NetworkException.NotSent(words, null);
                }
                if (how.startsWith("echo-looked-up")) {
                    context.store().putIfAbsent("refund-" + reference, how);
                    throw new NetworkException.OutcomeUnknown("timed out", null);
                }
            }

            private RefundReport withNul(String how, String reference) throws NetworkException {
                String words = "no" + (char) 0 + " more";
                if (how.equals("nul-refused")) {
                    throw new NetworkException.Refused("declined", words);
                }
                if (how.equals("nul-unknown")) {
                    throw new NetworkException.OutcomeUnknown(words, null);
                }
                return RefundReport.failed(reference, (char) 0 + "r-" + reference, words);
            }

            public Optional<RefundReport> lookUpRefund(String reference) throws NetworkException {
                String how = context.store().get("refund-" + reference).orElse(null);
                if (how == null) {
                    return Optional.empty();
                }
                long looks = context.store().next("looks-" + reference);
                if (how.equals("forgotten") && looks > 0) {
                    return Optional.empty();
                }
                if (how.equals("forgotten")) {
                    return Optional.of(RefundReport.processing(reference, "r-" + reference));
                }
                if (how.equals("deaf") && looks == 1) {
                    throw new NetworkException.OutcomeUnknown("timed out", null);
                }
                if (how.startsWith("echo-looked-up") && looks == 0) {
                    throw new NetworkException.OutcomeUnknown("nobody at " + how, null);
                }
                if (how.startsWith("echo-")) {
                    return Optional.of(
                        RefundReport.failed(reference, "r-" + reference, "closed: " + how));
                }
                boolean first = looks == 0;
                String id = "r-" + reference;
                if (first && (how.equals("later") || how.equals("bounces") || how.equals("deaf"))) {
                    return Optional.of(RefundReport.processing(reference, id));
                }
                return Optional.of(how.equals("bounces")
                    ? RefundReport.failed(reference, id, "returned by the payer's bank")
                    : RefundReport.completed(reference, id));
            }
            """;

    final TestGateway gateway;
    final UUID merchant;
    final Shop shop;
    final Caller caller;
    final Channel channel;
    final RefundService refunds;
    final RefundSteps steps;
    final RefundSender sender;

    static TestGateway gateway(Path folder) throws Exception {
        ConnectorJar.of("bank").with("Refunds", REFUNDS).into(folder, "bank");
        ConnectorJar.of("till").into(folder, "till");
        TestGateway gateway =
                TestGateway.open(
                        Map.of("bluejay.connectors.dir", folder.toString()),
                        "connector",
                        "network",
                        "http",
                        "invoice",
                        "refund");
        gateway.get(Connectors.class).scan();
        return gateway;
    }

    /**
     * @param network bank, which refunds, or till, which cannot
     */
    RefundRig(TestGateway gateway, String network) {
        this.gateway = gateway;
        this.merchant = TestShops.merchant(gateway);
        this.shop = TestShops.shop(gateway, merchant, Environment.LIVE);
        this.caller = Callers.of(merchant, Optional.empty(), Environment.LIVE, Set.of("*"));
        this.channel =
                gateway.get(ChannelService.class)
                        .create(
                                caller,
                                new ChannelService.Wish(
                                        Optional.of(shop.id()), network, "One", Map.of()));
        this.refunds = gateway.get(RefundService.class);
        this.steps = gateway.get(RefundSteps.class);
        this.sender = gateway.get(RefundSender.class);
    }

    Invoice invoice(String total) {
        return TestInvoices.open(gateway, shop, Money.of(total, USD));
    }

    UUID pay(Invoice invoice, String amount) {
        return TestInvoices.pay(gateway, invoice, channel, amount);
    }

    Invoice paid(String total) {
        Invoice invoice = invoice(total);
        pay(invoice, total);
        return invoice;
    }

    void reverse(UUID payment, String amount) {
        TestInvoices.reverse(gateway, channel, payment, Money.of(amount, USD));
    }

    RefundView refund(Invoice invoice, String amount) {
        return refund(invoice, amount, null);
    }

    /**
     * @param how what the network does with it
     */
    RefundView refund(Invoice invoice, String amount, String how) {
        return refunds.create(caller, invoice.link(), new NewRefund(amount, null, how, null, null));
    }

    /** All steps that are due by now, until none is. */
    void run() {
        List<Due> due = sender.take(10);
        while (!due.isEmpty()) {
            due.forEach(sender::carryOn);
            due = sender.take(10);
        }
    }

    void runAfter(Duration time) {
        gateway.clock().advance(time);
        run();
    }

    /** The node that worked on it is dead, and its lease has run out. */
    void forgetLease(UUID refund) {
        gateway.get(Database.class)
                .update("update refund set leased_until = null where id = ?", refund);
    }

    /** All that is known of the shop's payers is gone. */
    void erasePayers() {
        gateway.get(Database.class)
                .update("update payer set data_key = null where shop_id = ?", shop.id());
    }

    /** So many more refunds that are the same but for their ids. */
    void copy(UUID refund, int times) {
        gateway.get(Database.class)
                .update(
                        "insert into refund select (one.copied).* from (select"
                                + " jsonb_populate_record(r, jsonb_build_object('id',"
                                + " gen_random_uuid())) as copied from refund r,"
                                + " generate_series(1, ?) where r.id = ? offset 0) one",
                        times,
                        refund);
    }

    Due take(UUID refund) {
        return sender.take(100).stream()
                .filter(due -> due.id().equals(refund))
                .findFirst()
                .orElseThrow();
    }

    RefundView read(RefundView refund) {
        return refunds.get(caller, refund.id());
    }

    Invoice read(Invoice invoice) {
        return gateway.get(InvoiceService.class).get(caller, invoice.link());
    }

    /** How often the network was asked to pay. */
    long sends(RefundView refund) {
        return gateway
                .column(
                        Long.class,
                        "select next from connector_sequence where owner_id = ? and name = ?",
                        channel.id(),
                        "sends-" + refund.id())
                .stream()
                .findFirst()
                .orElse(0L);
    }

    /** Types of all that was told of an invoice, in order. */
    List<String> told(Invoice invoice) {
        return gateway.column(
                String.class,
                "select type from event where order_key = ? order by sequence",
                invoice.id());
    }

    /** What a bucket holds, over all assets; a bucket that was never posted to holds nothing. */
    BigDecimal holds(String bucket) {
        return gateway.column(
                        BigDecimal.class,
                        "select coalesce(sum(amount), 0) from balance b join account a on a.id ="
                                + " b.account_id where a.merchant_id = ? and a.bucket = ?",
                        merchant,
                        bucket)
                .get(0);
    }

    /** What refunds posted, oldest first, each in one line. */
    List<String> journal() {
        LedgerReader.Filter any =
                new LedgerReader.Filter(Optional.empty(), Optional.empty(), Optional.empty());
        List<String> lines = new ArrayList<>();
        for (JournalEntryView entry :
                gateway.get(LedgerReader.class)
                        .entries(caller, any, Optional.empty(), 100)
                        .items()) {
            if (entry.kind().startsWith("refund")) {
                lines.add(
                        0,
                        entry.kind()
                                + ": "
                                + entry.postings().stream()
                                        .map(posting -> posting.bucket() + " " + posting.amount())
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
            }
        }
        return lines;
    }
}
