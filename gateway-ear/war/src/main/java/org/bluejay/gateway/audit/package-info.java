/**
 * Who did what, from where, kept seven years and never changed. Changes are recorded in their own
 * transaction, reads are counted by key, address and minute. Uses shared.
 */
package org.bluejay.gateway.audit;
