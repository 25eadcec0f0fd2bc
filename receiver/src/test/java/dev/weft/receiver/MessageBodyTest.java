package dev.weft.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.receiver.MessageBody.Attachment;
import dev.weft.receiver.MessageBody.Size;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageBodyTest {

  private static final String URL = "https://HOST/o/a/chatfiles/UUID";

  @Test
  void reads_every_documented_type() {
    assertThat(body("txt")).isEqualTo(new MessageBody.Txt("welcome"));
    assertThat(body("img"))
        .isEqualTo(
            new MessageBody.Img(
                new Attachment(URL, "test1.jpg", "S", 128827), new Size(746, 1325)));
    assertThat(body("audio"))
        .isEqualTo(new MessageBody.Audio(new Attachment(URL, "test1.amr", "S", 6630), 10));
    assertThat(body("video"))
        .isEqualTo(
            new MessageBody.Video(
                new Attachment(URL, "1.mp4", "S", 58103), 10, new Size(360, 480), URL + "2"));
    assertThat(body("file"))
        .isEqualTo(new MessageBody.File(new Attachment(URL, "record.md", "S", 3279)));
    assertThat(body("loc")).isEqualTo(new MessageBody.Loc(39.9053, 116.36302, "Beijing"));
    assertThat(body("cmd")).isEqualTo(new MessageBody.Cmd("run"));
    assertThat(body("custom"))
        .isEqualTo(new MessageBody.Custom("gift_1", Map.of("name", "flower", "size", "16")));
    assertThat(body("combine"))
        .isEqualTo(
            new MessageBody.Combine(
                "Chat History",
                ":a\n:b\n",
                "compatibility text",
                new Attachment(URL, "17289718748990036", "S", 550)));
  }

  @Test
  void keeps_a_type_it_does_not_know() {
    Json body = new Json.JsonObject(Map.of("type", new Json.JsonString("hologram")));

    assertThat(MessageBody.read(body)).isEqualTo(new MessageBody.Unknown(body));
  }

  @Test
  void never_shows_the_secret_of_a_file() {
    assertThat(new Attachment(URL, "a.txt", "geheim", 1)).asString().doesNotContain("geheim");
  }

  private static MessageBody body(String type) {
    return MessageBody.read(Vectors.json("vectors/message_bodies.json").get(type));
  }
}
