/** What only shows inside the server: its transactions, its pools and its interceptors at work. */
package org.bluejay.gateway.inside;
