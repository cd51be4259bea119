package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** What every answer to a mistake looks like: RFC 9457, and a few things more. */
final class Problems {

    private Problems() {}

    static void assertProblem(Reply reply) {
        assertThat(reply.header("Content-Type"))
                .as("%s", reply)
                .hasValueSatisfying(
                        type -> assertThat(type).startsWith("application/problem+json"));
        JsonNode problem = reply.json();
        assertThat(problem.path("status").asInt()).isEqualTo(reply.status());
        assertThat(problem.path("code").asText()).matches("[a-z][a-z0-9-]+");
        assertThat(problem.path("type").asText()).endsWith(problem.path("code").asText());
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(problem.path("requestId").asText())
                .isEqualTo(reply.header("X-Request-Id").orElse("no X-Request-Id"));
        assertThat(reply.body()).doesNotContain("Exception", "org.bluejay", "java.", "SQL");
        problem.path("errors")
                .forEach(
                        error -> {
                            assertThat(error.path("field").asText()).isNotBlank();
                            assertThat(error.path("message").asText()).isNotBlank();
                        });
    }
}
