package org.bluejay.connector.tck;

/** The toy shop without a flaw, run as any author's connector is. */
class SoundToyShopTckTest extends ToyShopContract {

    SoundToyShopTckTest() {
        super(ShopFlaw.NONE);
    }
}
