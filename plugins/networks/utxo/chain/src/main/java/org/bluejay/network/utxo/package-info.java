/**
 * Litecoin and Bitcoin: money at addresses. A shop gives the public key of an account of its own
 * wallet, and each payment gets an address below it; no private key ever comes here. What arrives
 * is read from a node's blocks and mempool, once for all shops. Uses the connector SPI, bitcoinj
 * for keys and addresses, and Jackson.
 */
package org.bluejay.network.utxo;
