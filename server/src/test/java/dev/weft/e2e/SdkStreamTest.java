package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// The vendor's web SDK, as published, puts the chunks of a stream message together.
@Tag("slow")
@Timeout(180)
@SuppressWarnings("NullAway.Init") // begin() fills the fields in.
class SdkStreamTest extends SdkTest {

  private static final String SDK = "easemob-websdk";

  private ApiClient api;
  private String group;

  private String begin() {
    api = ApiClient.of(fixture.url());
    group = fixture.makeGroup("anna", "ben");
    return chunk("\"msg\":\"once \",\"seq\":0,\"type\":\"markdown\"").get("msgId").stringValue();
  }

  private JsonNode chunk(String body) {
    return api.post(
            "/stream_message/chatgroup",
            "{\"from\":\"anna\",\"to\":\"%s\",\"body\":{%s}}".formatted(group, body))
        .data();
  }

  private void goOn(String id, int seq, String text, boolean finish) {
    JsonNode _ =
        chunk(
            "\"msgId\":\"%s\",\"seq\":%d,\"msg\":\"%s\",\"finish\":%s,\"finishReason\":7"
                .formatted(id, seq, text, finish));
  }

  private List<String> shown() {
    return sdks.of("ben", "onStreamMessage").stream()
        .map(SdkClients.Event::data)
        .map(
            data ->
                data.path("msg").asString()
                    + "/"
                    + data.at("/stream/text").asString()
                    + "/"
                    + data.at("/stream/status").asInt()
                    + "/"
                    + data.at("/stream/customType").asString())
        .toList();
  }

  @Test
  void chunk_by_chunk() {
    fixture.register("anna");
    fixture.logIn(SDK, "ben");
    String id = begin();
    goOn(id, 1, "upon ", false);
    goOn(id, 2, "a time", true);

    await().untilAsserted(() -> assertThat(shown()).hasSize(3));
    assertThat(shown())
        .containsExactly(
            "once /once /0/markdown",
            "once upon /upon /2/markdown",
            "once upon a time/a time/3/markdown");
    JsonNode last = sdks.of("ben", "onStreamMessage").getLast().data();
    assertThat(last.path("id").asString()).isEqualTo(id);
    assertThat(last.at("/stream/finishReason").asInt()).isEqualTo(7);
    sdks.requireNoAccident();
  }

  @Test
  void as_a_whole_to_who_was_away() {
    fixture.register("anna", "ben");
    String id = begin();
    goOn(id, 1, "upon ", false);
    goOn(id, 2, "a time", true);
    fixture.open("ben", SDK, "ben");

    await().untilAsserted(() -> assertThat(shown()).hasSize(1));
    assertThat(shown()).containsExactly("once upon a time/once upon a time/3/markdown");
    sdks.requireNoAccident();
  }
}
