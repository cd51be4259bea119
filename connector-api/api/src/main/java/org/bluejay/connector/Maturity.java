package org.bluejay.connector;

/** How far a connector has come, shown to whoever is about to trust it with money. */
public enum Maturity {
    EXPERIMENTAL,
    BETA,
    STABLE
}
