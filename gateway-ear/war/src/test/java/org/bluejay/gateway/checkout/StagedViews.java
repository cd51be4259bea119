package org.bluejay.gateway.checkout;

import java.math.BigDecimal;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.bluejay.connector.Setting;
import org.bluejay.connector.network.MethodDescriptor;
import org.bluejay.gateway.checkout.CheckoutView.Status;

/** Invoices in every state a payer can meet, by a name that is also their link. */
final class StagedViews {

    static final CurrencyUnit KES = CurrencyUnit.iso("KES");
    static final CurrencyUnit BTC = new CurrencyUnit("btc", 8);
    static final Money NOTHING = Money.zero(KES);
    static final Money TOTAL = Money.of("1500", KES);

    /** As long as Pix codes get. */
    static final String PIX_CODE =
            "00020126850014br.gov.bcb.pix2563pix.example.com.br/qr/v2/9d36b84f-c70b-478f-b95c-12729b90ca255204000053039865406150.005802BR5913PADARIA"
                + " SOL6009SAO PAULO62290525RP12345678-1234567890abc6304A13C";

    static final MethodDescriptor MPESA =
            method(
                    "mpesa",
                    "M-Pesa",
                    MethodDescriptor.Kind.APPROVAL,
                    Setting.of("phone", Setting.Type.PHONE, "Phone number").asRequired());
    static final MethodDescriptor PIX = method("pix", "Pix", MethodDescriptor.Kind.CODE);
    static final MethodDescriptor CARD =
            method("card", "Card (hosted page)", MethodDescriptor.Kind.REDIRECT);
    static final MethodDescriptor BANK =
            method(
                    "bank",
                    "Bank transfer",
                    MethodDescriptor.Kind.CODE,
                    Setting.choice("bank", "Your bank", List.of("Equity", "KCB")).asRequired(),
                    Setting.of("account", Setting.Type.WHOLE_NUMBER, "Account number"),
                    Setting.of("joint", Setting.Type.YES_NO, "Joint account"),
                    Setting.of("pin", Setting.Type.SECRET, "One-time code")
                            .withHelp("From your bank's app"));

    private StagedViews() {}

    static Map<String, CheckoutView> all() {
        Map<String, CheckoutView> all = new LinkedHashMap<>();
        Invoice fresh = new Invoice();
        all.put("choose", fresh.view("choose"));
        all.put("choose-one", fresh.offering(PIX).view("choose-one"));
        all.put("choose-none", fresh.offering().view("choose-none"));
        all.put("form-only", fresh.offering(BANK).view("form-only"));
        all.put("code", fresh.step(code()).view("code"));
        all.put("code-without-wallet", fresh.step(address()).view("code-without-wallet"));
        all.put(
                "approval",
                fresh.step(new Step.AwaitApproval("mpesa", "M-Pesa", TOTAL, "0712 *** 678"))
                        .view("approval"));
        all.put("redirect", fresh.step(redirect()).view("redirect"));
        all.put("preparing", fresh.step(new Step.Preparing("pix", "Pix")).view("preparing"));
        all.put("not-started", fresh.step(new Step.NotStarted("pix", "Pix")).view("not-started"));
        all.put("refused", fresh.step(new Step.Refused("pix", "Pix")).view("refused"));
        all.put("unclear", fresh.step(new Step.Unclear("mpesa", "M-Pesa")).view("unclear"));
        all.put("overdue", fresh.step(code()).seconds(0).view("overdue"));
        all.put("underpaid", fresh.money("1000", "0").view("underpaid"));
        all.put(
                "underpaid-pending",
                fresh.money("500", "300")
                        .step(code(Money.of("700", KES)))
                        .view("underpaid-pending"));
        all.put(
                "processing",
                fresh.status(Status.PROCESSING).money("0", "1500").view("processing"));
        all.put("paid", fresh.status(Status.PAID).money("1500", "0").view("paid"));
        all.put("overpaid", fresh.status(Status.PAID).money("1700", "0").view("overpaid"));
        all.put("expired", fresh.status(Status.EXPIRED).view("expired"));
        all.put(
                "expired-with-money",
                fresh.status(Status.EXPIRED).money("1000", "0").view("expired-with-money"));
        all.put("cancelled", fresh.status(Status.CANCELLED).view("cancelled"));
        all.put(
                "cancelled-with-money",
                fresh.status(Status.CANCELLED).money("0", "1500").view("cancelled-with-money"));
        return all;
    }

    static Step.ShowCode code() {
        return code(TOTAL);
    }

    private static Step.ShowCode code(Money amount) {
        return new Step.ShowCode(
                "pix",
                "Pix",
                amount,
                PIX_CODE,
                PIX_CODE,
                Optional.of(URI.create("pix:" + "9d36b84f")));
    }

    private static Step address() {
        return new Step.ShowCode(
                "btc",
                "Bitcoin",
                Money.of("0.00123", BTC),
                "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
                "bitcoin:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq?amount=0.00123",
                Optional.empty());
    }

    private static Step redirect() {
        return new Step.Redirect(
                "card", "Card (hosted page)", TOTAL, URI.create("https://cards.example/pay/1"));
    }

    static MethodDescriptor method(
            String id, String name, MethodDescriptor.Kind kind, Setting... inputs) {
        return new MethodDescriptor(
                id,
                name,
                kind,
                Set.of(),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                ConfigSchema.of(inputs));
    }

    /** Grows a view from a fresh invoice, one fact at a time. */
    record Invoice(
            String shop,
            Status status,
            Money paid,
            Money pending,
            long seconds,
            List<MethodDescriptor> methods,
            Optional<Step> step,
            URI back) {

        Invoice() {
            this(
                    "Duka la Mwangi",
                    Status.PENDING,
                    NOTHING,
                    NOTHING,
                    14 * 60 + 32,
                    List.of(MPESA, PIX, CARD),
                    Optional.empty(),
                    URI.create("https://shop.example/thanks"));
        }

        Invoice status(Status now) {
            return new Invoice(shop, now, paid, pending, seconds, methods, step, back);
        }

        Invoice money(String settled, String seen) {
            return new Invoice(
                    shop,
                    status,
                    Money.of(settled, KES),
                    Money.of(seen, KES),
                    seconds,
                    methods,
                    step,
                    back);
        }

        Invoice seconds(long left) {
            return new Invoice(shop, status, paid, pending, left, methods, step, back);
        }

        Invoice offering(MethodDescriptor... offered) {
            return new Invoice(shop, status, paid, pending, seconds, List.of(offered), step, back);
        }

        Invoice step(Step now) {
            return new Invoice(
                    shop, status, paid, pending, seconds, methods, Optional.of(now), back);
        }

        Invoice shop(String name) {
            return new Invoice(name, status, paid, pending, seconds, methods, step, back);
        }

        Invoice back(String address) {
            return new Invoice(
                    shop, status, paid, pending, seconds, methods, step, URI.create(address));
        }

        /** Whatever is asked for in another unit pays all. */
        private static Optional<Exchange> exchange(Step step) {
            return Optional.of(step)
                    .filter(it -> it instanceof Step.ShowCode)
                    .map(it -> ((Step.ShowCode) it).amount())
                    .filter(amount -> !amount.currency().equals(KES))
                    .map(amount -> new Exchange(amount, TOTAL, 11 * 60 + 5));
        }

        CheckoutView view(String link) {
            return view(link, "Two bags of coffee, ground", "1042");
        }

        CheckoutView view(String link, String description, String orderId) {
            return new CheckoutView(
                    link,
                    shop,
                    Optional.of(description),
                    Optional.of(orderId),
                    status,
                    TOTAL,
                    paid,
                    pending,
                    TOTAL.minus(paid).orZero(),
                    seconds,
                    true,
                    methods,
                    step,
                    step.flatMap(Invoice::exchange),
                    Optional.of(back),
                    Optional.of(back),
                    false);
        }
    }
}
