/**
 * Makes the description of the API at build time, and is no part of the server. What the resources
 * and records say in code and comments is taken from there; what all operations have in common is
 * said here, once: {@code META-INF/openapi.yaml} holds what can be written down, the classes add
 * what follows from rules. Knows the gateway's classes by name only.
 */
package org.bluejay.gateway.openapi;
