/**
 * Where the gateway's database comes from: a server somebody else runs, or the embedded PostgreSQL.
 *
 * <p>The one jar that must also sit in an EAR's {@code lib/}, because an application server reads
 * data sources before it opens the WAR. It may use the JDK, pgjdbc and MicroProfile Config, and of
 * the gateway nothing; what the WAR needs from here is public.
 */
package org.bluejay.gateway.bootstrap;
