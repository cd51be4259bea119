package org.bluejay.gateway.api;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.bluejay.gateway.shared.Metrics;

/** {@code /metrics}, for Prometheus. */
@WebServlet("/metrics")
public class MetricsServlet extends HttpServlet {

    @Inject Metrics metrics;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentType(Metrics.CONTENT_TYPE);
        metrics.write(response.getOutputStream());
    }
}
