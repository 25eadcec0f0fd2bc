package dev.weft.callback.presend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.chat.Content;
import dev.weft.chat.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What answers of pre-send hooks mean (callback contract, 4.3).
class HookAnswerTest {

  private static final Content TEXT =
      new Content(MessageType.TXT, "{\"msg\":\"hi\",\"type\":\"txt\"}", "{}");

  @Test
  void valid_lets_the_message_go_as_it_is() {
    assertThat(HookAnswer.read("{\"valid\":true,\"code\":\"HX:10000\"}", TEXT))
        .isEqualTo(new HookAnswer.Valid());
    assertThat(
            HookAnswer.read(
                "{\"valid\":true,\"payload\":{\"bodies\":[{\"msg\":\"hi\"}],\"ext\":{}}}", TEXT))
        .isEqualTo(new HookAnswer.Valid());
  }

  @Test
  void invalid_names_the_reason_the_client_is_told() {
    assertThat(HookAnswer.read("{\"valid\":false,\"code\":\"no ads\"}", TEXT))
        .isEqualTo(new HookAnswer.Invalid("no ads"));
    assertThat(HookAnswer.read("{\"valid\":false}", TEXT))
        .isEqualTo(new HookAnswer.Invalid("custom logic denied"));
    assertThat(HookAnswer.read("{\"valid\":false,\"code\":\"\"}", TEXT))
        .isEqualTo(new HookAnswer.Invalid("Message blocked by external logic"));
  }

  @Test
  void a_text_and_its_extension_can_be_rewritten_in_both_forms() {
    Content expected =
        new Content(MessageType.TXT, "{\"msg\":\"h*\",\"type\":\"txt\"}", "{\"a\":1}");
    assertThat(
            HookAnswer.read(
                "{\"valid\":true,\"payload\":{\"ext\":{\"a\":1},\"bodies\":[{\"msg\":\"h*\"}]}}",
                TEXT))
        .isEqualTo(new HookAnswer.Rewritten(expected));
    assertThat(
            HookAnswer.read(
                "{\"valid\":true,\"payload\":{\"ext\":{\"a\":1},\"msg\":\"h*\",\"type\":\"txt\"}}",
                TEXT))
        .isEqualTo(new HookAnswer.Rewritten(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no",
        "[]",
        "{}",
        "{\"valid\":\"true\"}",
        "{\"valid\":true,\"code\":5}",
        "{\"valid\":true,\"payload\":\"x\"}",
        "{\"valid\":true,\"payload\":{\"bodies\":[{\"msg\":5}]}}",
        "{\"valid\":true,\"payload\":{\"ext\":[]}}"
      })
  void anything_else_is_no_answer(String body) {
    assertThat(HookAnswer.read(body, TEXT)).isInstanceOf(HookAnswer.Failed.class);
  }

  @Test
  void an_answer_that_is_too_long_is_no_answer() {
    String longest = "{\"valid\":true,\"code\":\"%s\"}";
    String fits = longest.formatted("x".repeat(1_000 - longest.length() + 2));
    assertThat(fits).hasSize(1_000);
    assertThat(HookAnswer.read(fits, TEXT)).isEqualTo(new HookAnswer.Valid());
    assertThat(HookAnswer.read(fits + " ", TEXT)).isInstanceOf(HookAnswer.Failed.class);
  }

  @Test
  void only_texts_can_be_rewritten() {
    Content command = new Content(MessageType.CMD, "{\"action\":\"run\",\"type\":\"cmd\"}", "{}");
    assertThat(HookAnswer.read("{\"valid\":true,\"payload\":{\"msg\":\"x\"}}", command))
        .isInstanceOf(HookAnswer.Failed.class);
  }
}
