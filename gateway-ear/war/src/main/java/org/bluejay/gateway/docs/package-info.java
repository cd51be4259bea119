/**
 * The reference for those who program against the API, at {@code /docs}: every operation, drawn in
 * the browser from {@code /openapi.json}, and every problem with what to do about it. Loads nothing
 * from anywhere else.
 *
 * <p>May use: {@code page}, {@code shared}.
 */
package org.bluejay.gateway.docs;
