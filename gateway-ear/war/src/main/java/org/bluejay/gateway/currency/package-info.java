/**
 * What money is counted in: currencies of ISO 4217 with their digits, and assets of chains, known
 * by chain and contract and never by their symbol. Uses shared.
 */
package org.bluejay.gateway.currency;
