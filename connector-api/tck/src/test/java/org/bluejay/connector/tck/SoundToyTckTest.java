package org.bluejay.connector.tck;

/** The toy without a flaw, run as any author's connector is. */
class SoundToyTckTest extends ToyContract {

    SoundToyTckTest() {
        super(Flaw.NONE);
    }
}
