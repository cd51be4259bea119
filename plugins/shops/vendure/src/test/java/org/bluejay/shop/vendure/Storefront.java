package org.bluejay.shop.vendure;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.bluejay.gateway.it.HostedCheckout;
import org.bluejay.gateway.it.Pictures;

/** The shop of the one field guide, as a shopper with a browser sees it. */
record Storefront(Page page, Pictures pictures) {

    /** A shopper comes and puts the book into the cart. */
    static Storefront shopping(VendureProcess vendure, Page page, Pictures pictures) {
        Storefront store = new Storefront(page, pictures);
        page.navigate(vendure.url() + "/store");
        HostedCheckout.button(page, "Add to cart").click();
        assertThat(store.order()).containsText("49.00 USD, AddingItems");
        pictures.take(page, "cart");
        return store;
    }

    /** To where the gateway asks how to pay. */
    HostedCheckout pay() {
        HostedCheckout.button(page, "Pay with Bluejay").click();
        return HostedCheckout.reached(page, pictures);
    }

    /**
     * Back from the checkout, where the shop says that the order is paid.
     *
     * @return the order's code
     */
    String comeBack(HostedCheckout checkout) {
        checkout.wayBack().click();
        assertThat(order()).containsText("PaymentSettled");
        pictures.take(page, "back");
        String address = page.url();
        return address.substring(address.indexOf("order=") + "order=".length());
    }

    private Locator order() {
        return page.locator("#order");
    }
}
