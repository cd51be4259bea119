package org.bluejay.gateway.shared;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.DoubleSupplier;

/** What is counted on this node, and told at {@code /metrics}. A name is registered once. */
@ApplicationScoped
public class Metrics {

    /** What {@link #write} writes. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double[] SECONDS = {
        .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
    };

    private final PrometheusRegistry registry = new PrometheusRegistry();

    public Metrics() {
        JvmMetrics.builder().register(registry);
    }

    /**
     * A number that only rises.
     *
     * @param name such as {@code bluejay_webhook_attempts_total}
     */
    public Counter counter(String name, String help, String... labels) {
        return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    /** A number that is asked for when somebody looks; the answer must come at once. */
    public void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    /** How long something takes, in seconds. */
    public Histogram seconds(String name, String help, String... labels) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .classicUpperBounds(SECONDS)
                .classicOnly()
                .register(registry);
    }

    /** Everything, in Prometheus' text format. */
    public void write(OutputStream to) throws IOException {
        PrometheusTextFormatWriter.create().write(to, registry.scrape());
    }
}
