package org.bluejay.gateway.network;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * Keeps the rule that the outside is never called inside a transaction: a network that takes thirty
 * seconds would hold a connection and its locks for as long.
 */
@ApplicationScoped
class TransactionGuard {

    @Inject TransactionSynchronizationRegistry transactions;

    /**
     * @throws IllegalStateException when the caller is in a transaction: a mistake in the gateway
     */
    void insistOnNone() {
        if (transactions.getTransactionStatus() != Status.STATUS_NO_TRANSACTION) {
            throw new IllegalStateException("a network is never called inside a transaction");
        }
    }
}
