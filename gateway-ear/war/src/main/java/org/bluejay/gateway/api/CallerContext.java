package org.bluejay.gateway.api;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.bluejay.gateway.merchant.Scopes;
import org.bluejay.gateway.shared.Caller;

/** Who is calling, for resources; roles are scopes. */
record CallerContext(Caller caller, boolean secure) implements SecurityContext {

    @Override
    public Principal getUserPrincipal() {
        return caller;
    }

    @Override
    public boolean isUserInRole(String scope) {
        return Scopes.permit(caller.scopes(), scope);
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public String getAuthenticationScheme() {
        return "API-Key";
    }
}
