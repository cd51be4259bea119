/**
 * A request that is sent again happens once. The key, and in the end the answer's bytes, are
 * written in the transaction of what they protect: either both are there or neither. Uses shared.
 */
package org.bluejay.gateway.idempotency;
