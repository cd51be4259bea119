package org.bluejay.gateway.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.bluejay.connector.Http.NoAnswer;
import org.bluejay.connector.Http.NotSent;

/**
 * Calls addresses that somebody else has chosen. Blocking, thread-safe, pooled.
 *
 * <p>Its promise: nothing is sent to an address that the guard has not seen, and no call takes
 * longer than its deadline, however slowly the far side drips. A name's look-up alone is bounded by
 * the system's resolver instead.
 */
public final class OutboundHttp implements AutoCloseable {

    private final CloseableHttpClient https;
    private final Optional<CloseableHttpClient> http;
    private final ScheduledThreadPoolExecutor deadlines;

    /**
     * Each scheme has a pool of its own, because what one may call the other may not, and a pooled
     * connection is not checked again.
     */
    private OutboundHttp(CloseableHttpClient https, Optional<CloseableHttpClient> http) {
        this.https = https;
        this.http = http;
        this.deadlines =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "bluejay-http-deadlines");
                            thread.setDaemon(true);
                            return thread;
                        });
        deadlines.setRemoveOnCancelPolicy(true);
    }

    /** Https only. */
    public static OutboundHttp secure(AddressGuard guard) {
        return secure(guard, InetAddress::getAllByName);
    }

    static OutboundHttp secure(AddressGuard guard, GuardedDns.Lookup lookup) {
        return new OutboundHttp(
                PooledClients.create(new GuardedDns(lookup, guard)), Optional.empty());
    }

    /**
     * Https, and http for a narrower circle.
     *
     * @param guard for https
     * @param plain for http
     */
    public static OutboundHttp withPlain(AddressGuard guard, AddressGuard plain) {
        return withPlain(guard, plain, InetAddress::getAllByName);
    }

    static OutboundHttp withPlain(
            AddressGuard guard, AddressGuard plain, GuardedDns.Lookup lookup) {
        return new OutboundHttp(
                PooledClients.create(new GuardedDns(lookup, guard)),
                Optional.of(PooledClients.create(new GuardedDns(lookup, plain))));
    }

    /**
     * Sends one request and reads the answer, whatever its status.
     *
     * @throws NotSent when the far side cannot have seen it
     * @throws NoAnswer when it may have
     */
    public Exchange.Reply send(Exchange exchange) throws NotSent, NoAnswer {
        HttpHost target = targetOf(exchange.uri());
        CloseableHttpClient client = clientFor(target.getSchemeName());
        HttpUriRequestBase request = requestOf(exchange);
        HttpClientContext context = HttpClientContext.create();
        AtomicBoolean late = new AtomicBoolean();
        Future<?> deadline =
                deadlines.schedule(
                        () -> {
                            late.set(true);
                            request.abort();
                        },
                        exchange.timeout().toNanos(),
                        TimeUnit.NANOSECONDS);
        try {
            ClassicHttpResponse response = client.executeOpen(target, request, context);
            Exchange.Reply reply = read(response, exchange.answerLimit());
            if (!reply.complete()) {
                // Closing politely would read the rest, however much that is.
                request.abort();
            }
            return reply;
        } catch (IOException | RuntimeException e) {
            request.abort();
            String message = late.get() ? "no complete answer in time" : describe(e);
            if (PooledClients.wasSent(context)) {
                throw new NoAnswer(message, e);
            }
            throw new NotSent(message, e);
        } finally {
            deadline.cancel(false);
        }
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        https.close(CloseMode.GRACEFUL);
        http.ifPresent(client -> client.close(CloseMode.GRACEFUL));
    }

    private CloseableHttpClient clientFor(String scheme) throws NotSent {
        if (scheme.equals("https")) {
            return https;
        }
        return http.orElseThrow(() -> new NotSent("only https addresses are called", null));
    }

    private static HttpHost targetOf(URI uri) throws NotSent {
        Optional<String> fault = TargetUrl.fault(uri);
        if (fault.isPresent()) {
            throw new NotSent(fault.get(), null);
        }
        return new HttpHost(uri.getScheme().toLowerCase(Locale.ROOT), uri.getHost(), uri.getPort());
    }

    private static HttpUriRequestBase requestOf(Exchange exchange) {
        HttpUriRequestBase request = new HttpUriRequestBase(exchange.method(), exchange.uri());
        exchange.headers().forEach(request::setHeader);
        if (exchange.body().length > 0) {
            request.setEntity(new ByteArrayEntity(exchange.body(), null));
        }
        Timeout timeout = Timeout.of(exchange.timeout());
        request.setConfig(
                RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout)
                        .setResponseTimeout(timeout)
                        .setRedirectsEnabled(false)
                        .build());
        return request;
    }

    private static Exchange.Reply read(ClassicHttpResponse response, int limit) throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(
                            header.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header.getValue());
        }
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            response.close();
            return new Exchange.Reply(response.getCode(), headers, new byte[0], true);
        }
        // One byte more than asked for tells whether there is more; the end gives the connection
        // back to its pool.
        byte[] body = entity.getContent().readNBytes(limit + 1);
        boolean complete = body.length <= limit;
        return new Exchange.Reply(
                response.getCode(),
                headers,
                complete ? body : Arrays.copyOf(body, limit),
                complete);
    }

    private static String describe(Exception failure) {
        String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
