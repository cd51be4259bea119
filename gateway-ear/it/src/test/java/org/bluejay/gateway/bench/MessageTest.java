package org.bluejay.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageTest {

    @Test
    void ends_where_its_length_says() {
        Message answer =
                read("HTTP/1.1 201 Created\r\nContent-Length: 11\r\n\r\n{\"id\":\"a1\"}and more");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("{\"id\":\"a1\"}");
        assertThat(answer.textAfter("\"id\":\"")).isEqualTo("a1");
    }

    @Test
    void ends_after_its_last_chunk() {
        String chunked =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        assertThat(read(chunked).status()).isEqualTo(200);
        for (int i = 1; i < chunked.length(); i++) {
            assertThat(read(chunked.substring(0, i))).as("the first %d bytes", i).isNull();
        }
    }

    @Test
    void is_only_a_head_when_there_is_no_content() {
        assertThat(read("HTTP/1.1 204 No Content\r\n\r\n").body()).isEmpty();
    }

    private static Message read(String text) {
        return Message.in(
                ByteBuffer.allocate(1_000).put(text.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
