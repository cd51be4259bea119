package org.bluejay.gateway.page;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Lets browsers keep a static file for a year when its address carries the hash of its bytes, and
 * for a minute when it does not.
 */
@WebFilter({"/assets/*", "/openapi.json", "/openapi.yaml"})
public class AssetHeaders implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean hashed = ((HttpServletRequest) request).getQueryString() != null;
        HttpServletResponse answer = (HttpServletResponse) response;
        answer.setHeader(
                "Cache-Control",
                hashed ? "public, max-age=31536000, immutable" : "public, max-age=60");
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        chain.doFilter(request, response);
    }
}
