package dev.weft.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.web.api.Json.MalformedJsonException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A body is read in one way if it is plain ASCII and in another if it is not: both are as strict.
class JsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"a\":1}{}",
        "{\"a\":1} x",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":\"\t\"}",
        "[1,]",
        "// no\n{}",
        "\0{\0}",
      })
  void what_is_not_one_json_value_is_refused(String body) {
    refused(body.getBytes(StandardCharsets.UTF_8));
    refused((body + " \u5b50").getBytes(StandardCharsets.UTF_8));
    refused(body.replace("a", "\u5b50").getBytes(StandardCharsets.UTF_8));
    refused(body.replace("a", "\\u5b50").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void only_utf_8_is_read() {
    for (String name : new String[] {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE", "UTF-16"}) {
      refused("{\"a\":1}".getBytes(Charset.forName(name)));
    }
    refused(new byte[] {'"', (byte) 0xc3, '"'});
    refused(new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'});
    refused(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'});
    refused("\"\\ud800\"".getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"b\",\"c\":[1,-2.50,true,null,{}]}",
        "{\"a\":12345678901234567890.12345678901234567890}",
        "{\"\u5b50\":\"\u533a \ud83d\ude00\"}",
        "{\"a\":\"\\\"\\\\\\n\"}",
        "\"text\"",
        "7",
      })
  void what_is_read_is_written_again(String body) throws MalformedJsonException {
    assertThat(Json.text(Json.read(body.getBytes(StandardCharsets.UTF_8)))).isEqualTo(body);
  }

  private static void refused(byte[] body) {
    assertThatExceptionOfType(MalformedJsonException.class).isThrownBy(() -> Json.read(body));
  }
}
