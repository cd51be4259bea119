package org.bluejay.connector;

/** Whether money is real. Fixed on the shop, and on everything that belongs to it. */
public enum Environment {
    LIVE,
    SANDBOX
}
