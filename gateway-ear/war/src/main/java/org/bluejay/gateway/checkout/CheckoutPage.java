package org.bluejay.gateway.checkout;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bluejay.connector.Setting;
import org.bluejay.connector.network.MethodDescriptor;
import org.bluejay.gateway.page.Language;
import org.bluejay.gateway.page.Page;

/**
 * What the templates of the checkout draw from.
 *
 * @param page the frame
 * @param view the invoice
 * @param scene which face of it
 * @param chosen the method whose questions are asked
 * @param typed what the payer has answered so far, by name of the question
 * @param faults keys of sentences about what is wrong with the answers, by name
 * @param version of what is shown, so that a live page is only sent when it changed
 */
record CheckoutPage(
        Page page,
        CheckoutView view,
        Scene scene,
        Optional<MethodDescriptor> chosen,
        Map<String, String> typed,
        Map<String, String> faults,
        String version) {

    /** Sections of the page's parameters in an address. */
    static final String METHOD = "method";

    static final String CHOOSE = "choose";

    /**
     * @param choosing whether the payer asked to see the ways to pay
     * @param chosen a method whose questions the payer asked to see
     */
    static CheckoutPage of(
            Page page, CheckoutView view, boolean choosing, Optional<MethodDescriptor> chosen) {
        Optional<MethodDescriptor> form =
                chosen.or(() -> onlyMethod(view, choosing)).filter(CheckoutPage::asks);
        Scene scene = Scene.of(view, choosing, form.isPresent());
        return new CheckoutPage(
                page, view, scene, form, Map.of(), Map.of(), CheckoutPages.versionOf(view));
    }

    /** Where there is nothing to choose, the questions of the one method are asked at once. */
    private static Optional<MethodDescriptor> onlyMethod(CheckoutView view, boolean choosing) {
        return view.methods().size() == 1 && (choosing || view.step().isEmpty())
                ? Optional.of(view.methods().get(0))
                : Optional.empty();
    }

    /** The same page with answers that need another look. */
    CheckoutPage withForm(MethodDescriptor method, Answers answers) {
        return new CheckoutPage(
                page,
                view,
                Scene.FORM,
                Optional.of(method),
                answers.typed(),
                answers.faults(),
                version);
    }

    /** What a browser's tab, and a screen reader first, says. */
    String title() {
        return page.t(
                "title." + (isOpen() ? "pay" : scene.key()), view.shopName(), view.remaining());
    }

    /** The first sentence of the scene. */
    String heading() {
        return switch (scene) {
            case FORM -> page.t("form.heading", chosen.orElseThrow().name());
            case REDIRECT -> page.t("redirect.heading", view.step().orElseThrow().methodName());
            case CHOOSE -> page.t(view.methods().isEmpty() ? "choose.none" : "choose.heading");
            default -> page.t(scene.key() + ".heading");
        };
    }

    /** Whether there is still something to pay, and time to. */
    boolean isOpen() {
        return view.status() == CheckoutView.Status.PENDING && !view.isOverdue();
    }

    boolean isUnderpaid() {
        return isOpen() && view.hasMoney();
    }

    String home() {
        return page.to("");
    }

    String chooser() {
        return view.step().isPresent() ? page.to("", CHOOSE, "1") : home();
    }

    String formOf(MethodDescriptor method) {
        return page.to("", METHOD, method.id());
    }

    String attempts() {
        return page.to("/attempts");
    }

    String live() {
        return page.toSame("/live");
    }

    static boolean asks(MethodDescriptor method) {
        return !method.inputs().settings().isEmpty();
    }

    /** Whether the payer came here by a choice and can go back to it. */
    boolean hasOtherWays() {
        return view.methods().size() > 1 || view.step().isPresent();
    }

    Step.ShowCode code() {
        return (Step.ShowCode) view.step().orElseThrow();
    }

    Step.AwaitApproval approval() {
        return (Step.AwaitApproval) view.step().orElseThrow();
    }

    Step.Redirect redirect() {
        return (Step.Redirect) view.step().orElseThrow();
    }

    /** The amount as a wallet takes it: no separators but a point. */
    String amountToCopy() {
        return Language.shown(code().amount()).toPlainString();
    }

    List<Setting> questions() {
        return chosen.orElseThrow().inputs().settings();
    }

    /** What was typed; a secret is never sent back. */
    String typed(Setting question) {
        return question.type() == Setting.Type.SECRET
                ? ""
                : typed.getOrDefault(question.name(), question.defaultValue());
    }

    boolean isFaulty(Setting question) {
        return faults.containsKey(question.name());
    }

    String fault(Setting question) {
        return page.t(faults.get(question.name()));
    }

    /** What is counted down: the time of the amount that is shown. */
    long secondsLeft() {
        return isPriced() ? view.secondsOfAmount() : view.secondsLeft();
    }

    /** Whether the amount shown is the price of a while. */
    boolean isPriced() {
        return scene.payersTurn() && view.exchange().isPresent();
    }

    Exchange exchange() {
        return view.exchange().orElseThrow();
    }

    /** Time left in words, for who has no script that counts it down. */
    String timeLeft() {
        long minutes = Math.max(1, secondsLeft() / 60);
        if (minutes < 120) {
            return page.count("left.minutes", minutes);
        }
        long hours = minutes / 60;
        return hours < 48 ? page.count("left.hours", hours) : page.count("left.days", hours / 24);
    }

    /** First letter of the shop's name: its mark where there is no logo. */
    String mark() {
        String name = view.shopName().strip();
        return name.isEmpty() ? "·" : new String(Character.toChars(name.codePointAt(0)));
    }

    /** The kind of field that suits a question. */
    String fieldType(Setting question) {
        return switch (question.type()) {
            case PHONE -> "tel";
            case SECRET -> "password";
            case URL -> "url";
            case TEXT, WHOLE_NUMBER, DECIMAL, YES_NO, CHOICE -> "text";
        };
    }

    /** The keys that a phone shows for it. */
    String keyboard(Setting question) {
        return switch (question.type()) {
            case PHONE -> "tel";
            case WHOLE_NUMBER -> "numeric";
            case DECIMAL -> "decimal";
            case TEXT, SECRET, URL, YES_NO, CHOICE -> "text";
        };
    }

    /** Whether the same method may be asked again at once, without asking the payer anything. */
    boolean canRetry() {
        return (scene == Scene.NOT_STARTED || scene == Scene.REFUSED)
                && view.method(view.step().orElseThrow().method()).isPresent();
    }

    /** Whether another way may be offered: not while the money may be on this one. */
    boolean canChange() {
        return !view.methods().isEmpty() && scene != Scene.PREPARING && scene != Scene.UNCLEAR;
    }

    /** Back to the shop: with success to the page for it, else to the one for who gives up. */
    Optional<URI> wayOut() {
        return switch (scene) {
            case PAID, PROCESSING -> view.returnUrl();
            case OVERDUE -> Optional.empty();
            default -> view.cancelUrl().or(view::returnUrl);
        };
    }

    String sign() {
        return switch (scene) {
            case PAID -> "check";
            case PROCESSING, OVERDUE -> "wait";
            case EXPIRED_WITH_MONEY, CANCELLED_WITH_MONEY -> "alert";
            default -> "cross";
        };
    }

    /** The colour of the sign. */
    String mood() {
        return switch (scene) {
            case PAID -> "good";
            case PROCESSING, OVERDUE -> "busy";
            case EXPIRED_WITH_MONEY, CANCELLED_WITH_MONEY -> "warn";
            default -> "calm";
        };
    }
}
