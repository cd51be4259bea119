package org.bluejay.gateway.connector;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.Maturity;
import org.bluejay.connector.Setting;
import org.bluejay.connector.SpiVersion;
import org.bluejay.connector.network.MethodDescriptor;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A connector as the API shows it.
 *
 * @param id what a channel names as its network, a connection as its platform
 * @param kind {@code network} or {@code shop}
 * @param name as a person reads it
 * @param version of the connector
 * @param spi the version of the connector interface it was built against
 * @param maturity {@code experimental}, {@code beta} or {@code stable}
 * @param sandboxOnly whether it is refused to live shops
 * @param state {@code loaded} or {@code refused}
 * @param fault why it was refused, or why what lies in its folder now was
 * @param methods the ways to pay it offers
 * @param settings what a shop must tell to be connected
 */
@JsonPropertyOrder({
    "id",
    "kind",
    "name",
    "version",
    "spi",
    "maturity",
    "sandboxOnly",
    "state",
    "fault",
    "methods",
    "settings"
})
@Schema(name = "Connector")
public record ConnectorView(
        String id,
        @Schema(implementation = ConnectorFacts.Kind.class) Optional<String> kind,
        Optional<String> name,
        Optional<String> version,
        Optional<String> spi,
        @Schema(implementation = Maturity.class) Optional<String> maturity,
        Optional<Boolean> sandboxOnly,
        @Schema(implementation = LoadedConnector.State.class) String state,
        Optional<String> fault,
        List<MethodView> methods,
        List<SettingView> settings) {

    /**
     * A way to pay.
     *
     * @param name as a payer reads it
     * @param kind {@code code}, {@code approval} or {@code redirect}
     * @param currencies it takes; empty: any
     * @param increment the step of amounts, where it is not the currency's own
     * @param minimum least amount, where there is one
     * @param maximum most, where there is one
     * @param inputs what the payer must tell
     */
    @JsonPropertyOrder({
        "id",
        "name",
        "kind",
        "currencies",
        "increment",
        "minimum",
        "maximum",
        "inputs"
    })
    @Schema(name = "PaymentMethod")
    public record MethodView(
            String id,
            String name,
            @Schema(implementation = MethodDescriptor.Kind.class) String kind,
            List<String> currencies,
            Optional<String> increment,
            Optional<String> minimum,
            Optional<String> maximum,
            List<SettingView> inputs) {

        public static MethodView of(MethodDescriptor method) {
            return new MethodView(
                    method.id(),
                    method.name(),
                    lower(method.kind()),
                    method.currencies().stream().sorted().toList(),
                    unlessZero(method.increment()),
                    unlessZero(method.min()),
                    unlessZero(method.max()),
                    SettingView.of(method.inputs()));
        }

        private static Optional<String> unlessZero(BigDecimal amount) {
            return amount.signum() == 0 ? Optional.empty() : Optional.of(amount.toPlainString());
        }
    }

    /**
     * One question of a form.
     *
     * @param name under which the answer is sent
     * @param type {@code text}, {@code secret}, {@code whole-number}, {@code decimal}, {@code
     *     yes-no}, {@code choice}, {@code url} or {@code phone}
     * @param label as a person reads it
     * @param help a sentence more
     * @param required whether there must be an answer
     * @param defaultValue what holds when there is none
     * @param pattern a regular expression for the whole answer
     * @param options what can be chosen
     * @param group which questions stand together
     * @param dependsOn asked only while another setting has a value: {@code type=till}
     * @param fixed whether it may never change once given
     */
    @JsonPropertyOrder({
        "name",
        "type",
        "label",
        "help",
        "required",
        "defaultValue",
        "pattern",
        "options",
        "group",
        "dependsOn",
        "fixed"
    })
    @Schema(name = "Setting")
    public record SettingView(
            String name,
            @Schema(implementation = Setting.Type.class) String type,
            String label,
            Optional<String> help,
            boolean required,
            Optional<String> defaultValue,
            Optional<String> pattern,
            List<String> options,
            Optional<String> group,
            Optional<String> dependsOn,
            boolean fixed) {

        static List<SettingView> of(ConfigSchema schema) {
            return schema.settings().stream().map(SettingView::of).toList();
        }

        private static SettingView of(Setting setting) {
            return new SettingView(
                    setting.name(),
                    lower(setting.type()),
                    setting.label(),
                    unlessEmpty(setting.help()),
                    setting.required(),
                    unlessEmpty(setting.defaultValue()),
                    unlessEmpty(setting.pattern()),
                    setting.options(),
                    unlessEmpty(setting.group()),
                    unlessEmpty(setting.dependsOn()),
                    setting.fixed());
        }
    }

    static ConnectorView of(LoadedConnector connector) {
        Optional<ConnectorFacts> facts = connector.facts();
        return new ConnectorView(
                connector.id(),
                facts.map(ConnectorFacts::kind).map(ConnectorView::lower),
                facts.map(ConnectorFacts::name),
                facts.map(ConnectorFacts::version),
                facts.map(ConnectorFacts::builtAgainst).map(SpiVersion::toString),
                facts.map(ConnectorFacts::maturity).map(ConnectorView::lower),
                facts.map(ConnectorFacts::sandboxOnly),
                lower(connector.state()),
                unlessEmpty(connector.fault()),
                facts.stream()
                        .flatMap(said -> said.methods().stream())
                        .map(MethodView::of)
                        .toList(),
                SettingView.of(connector.settings()));
    }

    private static Optional<String> unlessEmpty(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
