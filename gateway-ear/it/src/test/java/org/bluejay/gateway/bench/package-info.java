/**
 * How fast the packaged gateway is, always as a ratio within one run, and what is left of it after
 * being killed again and again.
 *
 * <p>Benches are started by hand ({@link org.bluejay.gateway.bench.Bench}) and write {@code
 * docs/benchmarks.md}; only a short crash run and a short bench run are tests. It may use the JDK,
 * the driver of PostgreSQL and the harness of {@code it}; nothing of the gateway's own code.
 */
package org.bluejay.gateway.bench;
