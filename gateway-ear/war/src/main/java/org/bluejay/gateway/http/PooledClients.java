package org.bluejay.gateway.http;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Builds HTTP clients that do one thing only: send what they are given to where it belongs. */
final class PooledClients {

    private static final int CONNECTIONS = 512;
    private static final int CONNECTIONS_PER_HOST = 128;
    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final TimeValue IDLE = TimeValue.ofSeconds(30);
    private static final String SENT = "bluejay.sent";

    private PooledClients() {}

    /**
     * No redirects, cookies, retries, decompression, credentials or proxies; connections to checked
     * addresses only.
     */
    static CloseableHttpClient create(GuardedDns dns) {
        return HttpClients.custom()
                .setConnectionManager(connections(dns))
                .evictIdleConnections(IDLE)
                .evictExpiredConnections()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableAuthCaching()
                .setUserAgent("Bluejay")
                .addExecInterceptorBefore(
                        ChainElement.MAIN_TRANSPORT.name(),
                        SENT,
                        (request, scope, chain) -> {
                            // Connected and shaken hands: from here on the far side may have it.
                            scope.clientContext.setAttribute(SENT, true);
                            return chain.proceed(request, scope);
                        })
                .build();
    }

    /** Whether the request got as far as an open connection. */
    static boolean wasSent(HttpClientContext context) {
        return context.getAttribute(SENT) != null;
    }

    private static PoolingHttpClientConnectionManager connections(GuardedDns dns) {
        Http1Config limits =
                Http1Config.custom().setMaxHeaderCount(100).setMaxLineLength(16 * 1024).build();
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(dns)
                .setConnectionFactory(
                        ManagedHttpClientConnectionFactory.builder().http1Config(limits).build())
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS_PER_HOST)
                .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setSocketTimeout(Timeout.ofSeconds(30))
                                .setValidateAfterInactivity(TimeValue.ofMilliseconds(500))
                                .setTimeToLive(TimeValue.ofMinutes(5))
                                .build())
                .build();
    }
}
