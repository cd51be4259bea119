package org.bluejay.connector;

/**
 * A version of this SPI. A host of one major runs every connector that was built against the same
 * major and no newer minor.
 */
public record SpiVersion(int major, int minor) {

    /** The version of the SPI in this jar. */
    public static final SpiVersion CURRENT = new SpiVersion(1, 0);

    /**
     * Whether a host of this version can run a connector that was built against {@code
     * builtAgainst}.
     */
    public boolean runs(SpiVersion builtAgainst) {
        return major == builtAgainst.major && minor >= builtAgainst.minor;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
