package org.bluejay.badhouse.connector.network;

/** Somebody out there. */
public interface PaymentNetwork {

    void requestPayment();
}
