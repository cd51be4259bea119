/** The connector of Litecoin; all it does is done in {@link org.bluejay.network.utxo}. */
package org.bluejay.network.litecoin;
