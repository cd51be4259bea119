package org.bluejay.gateway.invoice;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.net.URI;
import java.util.Optional;
import org.bluejay.connector.network.PaymentInstruction;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the payer has to do next, as it is kept and shown.
 *
 * @param type show-code, await-approval or redirect
 * @param copyText what the payer copies into the wallet
 * @param qrText what the QR code says
 * @param walletUrl opens the payer's wallet
 * @param sentTo where the request for approval went, masked
 * @param redirectUrl the page to go to
 */
@JsonPropertyOrder({"type", "copyText", "qrText", "walletUrl", "sentTo", "redirectUrl"})
public record Instruction(
        @Schema(enumeration = {"show-code", "await-approval", "redirect"}) String type,
        Optional<String> copyText,
        Optional<String> qrText,
        Optional<URI> walletUrl,
        Optional<String> sentTo,
        Optional<URI> redirectUrl) {

    static Instruction of(PaymentInstruction instruction) {
        if (instruction instanceof PaymentInstruction.ShowCode code) {
            return new Instruction(
                    "show-code",
                    Optional.of(code.copyText()),
                    Optional.of(code.qrText()),
                    code.walletLink(),
                    Optional.empty(),
                    Optional.empty());
        }
        if (instruction instanceof PaymentInstruction.AwaitApproval approval) {
            return new Instruction(
                    "await-approval",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(approval.sentTo()),
                    Optional.empty());
        }
        PaymentInstruction.Redirect redirect = (PaymentInstruction.Redirect) instruction;
        return new Instruction(
                "redirect",
                Optional.empty(),
                Optional.empty(),
                Optional.of(redirect.location()),
                Optional.empty(),
                Optional.of(redirect.location()));
    }
}
