package dev.weft.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What is sent is one request, whatever is in its values.
class RequestHeadTest {

  private static String written(RequestHead head, String body) {
    return new String(
        head.with(body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.ISO_8859_1);
  }

  @Test
  void head_and_body_are_one_piece() {
    assertThat(written(RequestHead.post("/hook?a=b").add("Host", "a.example:80"), "{}"))
        .isEqualTo("POST /hook?a=b HTTP/1.1\r\nHost: a.example:80\r\n\r\n{}");
  }

  @Test
  void no_value_ends_its_line_or_leaves_ascii() {
    assertThat(written(RequestHead.post("/\r\n\r\n").add("a", "b\r\nc: d\0\té\u4e2d"), ""))
        .isEqualTo("POST /???? HTTP/1.1\r\na: b??c: d????\r\n\r\n");
  }
}
