package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What the gateway answered.
 *
 * @param request method and path, for messages
 */
public record Reply(String request, HttpResponse<String> response) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    public int status() {
        return response.statusCode();
    }

    String body() {
        return response.body();
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    JsonNode json() {
        return parse(body());
    }

    /** What the envelope holds. */
    public JsonNode data() {
        return json().path("data");
    }

    /** A text below the envelope's data. */
    public String text(String field) {
        return data().path(field).asText();
    }

    /** The texts of one field of all items. */
    public List<String> texts(String field) {
        return StreamSupport.stream(data().spliterator(), false)
                .map(item -> item.path(field).asText())
                .toList();
    }

    String code() {
        return json().path("code").asText();
    }

    /** Which fields a problem blames. */
    List<String> blamed() {
        return StreamSupport.stream(json().path("errors").spliterator(), false)
                .map(error -> error.path("field").asText())
                .toList();
    }

    public Reply expect(int status) {
        assertThat(status()).as("%s", this).isEqualTo(status);
        return this;
    }

    /** A problem document with this code, in full. */
    public Reply expect(int status, String code) {
        expect(status);
        assertThat(code()).as("%s", this).isEqualTo(code);
        return this;
    }

    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("not JSON: " + text, e);
        }
    }

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return request + " -> " + status() + " " + body();
    }
}
