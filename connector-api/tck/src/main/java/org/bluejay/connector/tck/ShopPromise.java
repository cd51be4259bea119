package org.bluejay.connector.tck;

/**
 * One promise of a shop connector and its test.
 *
 * @param says the promise as a sentence
 * @param check what breaks when it is broken
 */
record ShopPromise(String says, Check check) {

    /** Tries one promise on a connector opened for it alone. */
    interface Check {
        void on(ShopRig rig) throws Exception;
    }
}
