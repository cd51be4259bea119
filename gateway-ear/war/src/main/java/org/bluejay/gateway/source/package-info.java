/**
 * The chains that are read once for all shops: which sources the operator has set up, who reads
 * them now, and how far. Knows nothing of payments; what is seen is taken to whoever implements
 * {@link org.bluejay.gateway.source.Sightings}. Uses connector and shared.
 */
package org.bluejay.gateway.source;
