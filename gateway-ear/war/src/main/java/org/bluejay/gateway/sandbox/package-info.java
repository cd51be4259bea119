/**
 * The practice ground: lets payers and networks do whatever they may do, and time pass, for sandbox
 * shops only. What it makes happen goes the way real money goes: callbacks come in through the
 * intake, look-ups find what got lost. Uses refund, invoice, network, webhook, merchant and shared.
 */
package org.bluejay.gateway.sandbox;
