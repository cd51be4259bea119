package org.bluejay.gateway.bench;

/**
 * One round.
 *
 * @param seconds from the first request to the last answer
 * @param ownCpuMillis processor time of the process that measured
 */
record Measured(Latencies latencies, double seconds, double ownCpuMillis) {

    double perSecond() {
        return latencies.count() / seconds;
    }

    double ownCpuPerRequest() {
        return ownCpuMillis / latencies.count();
    }
}
