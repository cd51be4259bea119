/**
 * Whose the money is: merchants, their shops, and the keys that programs call with. A key speaks
 * for one environment, and for one shop or for all of the merchant's; what it may do is its scopes.
 * Changes are recorded in the audit log. Uses shared, audit and idempotency.
 */
package org.bluejay.gateway.merchant;
