package org.bluejay.gateway.refund;

/** A refund waits to be sent as soon as this transaction is committed. */
record RefundsDue() {}
