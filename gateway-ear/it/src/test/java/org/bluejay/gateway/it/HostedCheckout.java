package org.bluejay.gateway.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The hosted checkout, as a payer walks through it in a browser; each step leaves a picture. */
public final class HostedCheckout {

    private static final Pattern BIP21 =
            Pattern.compile("litecoin:(rltc1[a-z0-9]+)\\?amount=([0-9.]+)(&.*)?");

    private final Page page;
    private final Pictures pictures;

    private HostedCheckout(Page page, Pictures pictures) {
        this.page = page;
        this.pictures = pictures;
    }

    /** A payer has been sent there, and is asked how to pay. */
    public static HostedCheckout reached(Page page, Pictures pictures) {
        HostedCheckout checkout = new HostedCheckout(page, pictures);
        assertThat(checkout.heading()).hasText("How would you like to pay?");
        pictures.take(page, "choose");
        return checkout;
    }

    /** The payer types a number, and is told to look at the phone. */
    public void asksThePhone(String number) {
        page.locator("a[href*='mpesa']").click();
        page.getByLabel("Phone number").fill(number);
        pictures.take(page, "number");
        button(page, "Continue").click();
        assertThat(heading()).hasText("Approve on your phone");
        pictures.take(page, "approve");
    }

    /**
     * The payer enters the PIN where the simulator shows the phones.
     *
     * @param phone a tab without scripts
     * @param sum what the prompt asks for, such as {@code KES 120}
     */
    public void approvesOn(Page phone, MpesaRail rail, String number, String sum) {
        phone.navigate(rail.phones().toString());
        phone.getByLabel("Number").fill("254" + number.substring(1));
        button(phone, "Take it").click();
        assertThat(phone.locator("section")).containsText(sum);
        pictures.take(phone, "phone");
        phone.getByLabel("PIN").fill("1234");
        button(phone, "Send").click();
    }

    /**
     * The payer asks for an address in Litecoin.
     *
     * @return what a wallet reads from the link: where to, and how much
     */
    public Map.Entry<String, String> asksForCoins() {
        page.locator("button[name=method][value=litecoin]").click();
        assertThat(heading()).hasText("Scan or copy to pay");
        assertThat(page.locator(".qr svg")).isVisible();
        pictures.take(page, "code");
        String link =
                page.getByRole(
                                AriaRole.LINK,
                                new Page.GetByRoleOptions().setName("Open my wallet app"))
                        .getAttribute("href");
        Matcher uri = BIP21.matcher(link);
        assertThat(uri.matches()).as(link).isTrue();
        assertThat(page.locator("#code")).hasText(uri.group(1));
        return Map.entry(uri.group(1), uri.group(2));
    }

    public void seesThatMoneyIsOnItsWay() {
        assertThat(heading()).hasText("Your payment is on its way");
        pictures.take(page, "seen");
    }

    public void seesThatItIsPaid() {
        assertThat(heading()).hasText("Payment complete");
        pictures.take(page, "paid");
    }

    /** The way back to the shop. */
    public Locator wayBack() {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("^Back to")));
    }

    private Locator heading() {
        return page.locator("h1");
    }

    public static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }
}
