package dev.weft.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Notices in the form of each target, and which are told.
class AlertWriterTest {

  private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");
  private static final Condition PAUSED =
      new Condition(AlertKind.RULE_PAUSED, "orders", "the endpoint answered 410 Gone");

  private static Alert alert(boolean resolved) {
    return new Alert("alert_1", PAUSED, resolved, NOW.minusSeconds(600), NOW);
  }

  private static JsonNode json(AlertMessage message) {
    return JsonMapper.shared().readTree(new String(message.body(), StandardCharsets.UTF_8));
  }

  @Test
  void slack_gets_a_text() {
    AlertWriter writer = new AlertWriter(AlertFormat.SLACK, "", "node-1");
    assertThat(json(writer.write(alert(false), NOW)).get("text").stringValue())
        .isEqualTo(
            "[Weft node-1] ALERT: callback rule paused: orders\nthe endpoint answered 410 Gone");
    assertThat(json(writer.write(alert(true), NOW)).get("text").stringValue())
        .isEqualTo("[Weft node-1] resolved: callback rule paused: orders (after 10 min)");
  }

  /// The signature was made with `printf '1795860000000\nSECtest' | openssl dgst -sha256 -hmac
  /// SECtest -binary | base64`.
  @Test
  void dingtalk_gets_a_text_and_a_signature_in_the_url() {
    AlertMessage message =
        new AlertWriter(AlertFormat.DINGTALK, "SECtest", "node-1").write(alert(false), NOW);
    assertThat(json(message).get("msgtype").stringValue()).isEqualTo("text");
    assertThat(json(message).at("/text/content").stringValue())
        .startsWith("[Weft node-1] 告警：回调规则已暂停：orders");
    assertThat(message.query())
        .isEqualTo(
            "timestamp=1795860000000&sign=DAd88Yc5A5c4ds0wPlaGZJngYzLrdUMcsVH%2BuPftJ%2FQ%3D");
  }

  /// The signature was made with `printf '' | openssl dgst -sha256 -hmac $'1795860000\nSECtest'
  /// -binary | base64`.
  @Test
  void feishu_gets_a_text_and_a_signature_in_the_body() {
    JsonNode body =
        json(new AlertWriter(AlertFormat.FEISHU, "SECtest", "node-1").write(alert(true), NOW));
    assertThat(body.get("msg_type").stringValue()).isEqualTo("text");
    assertThat(body.at("/content/text").stringValue())
        .isEqualTo("[Weft node-1] 已恢复：回调规则已暂停：orders（持续 10 分钟）");
    assertThat(body.get("timestamp").stringValue()).isEqualTo("1795860000");
    assertThat(body.get("sign").stringValue())
        .isEqualTo("ut+s84Dm3RSdIaOfkgf080iEYhmCDX0w7vgPSqGAMWQ=");
    assertThat(body.has("text")).isFalse();
  }

  @Test
  void wecom_gets_a_text() {
    JsonNode body = json(new AlertWriter(AlertFormat.WECOM, "", "n").write(alert(false), NOW));
    assertThat(body.get("msgtype").stringValue()).isEqualTo("text");
    assertThat(body.at("/text/content").stringValue()).contains("orders");
  }

  /// They answer 200 whatever happens.
  @Test
  void an_error_in_a_good_answer_is_one() {
    assertThat(AlertWriter.isTaken(AlertFormat.DINGTALK, "{\"errcode\":310000}")).isFalse();
    assertThat(AlertWriter.isTaken(AlertFormat.DINGTALK, "{\"errcode\":0}")).isTrue();
    assertThat(AlertWriter.isTaken(AlertFormat.WECOM, "{\"errcode\":45009}")).isFalse();
    assertThat(AlertWriter.isTaken(AlertFormat.FEISHU, "{\"code\":19021}")).isFalse();
    assertThat(AlertWriter.isTaken(AlertFormat.FEISHU, "{\"StatusCode\":0}")).isTrue();
    assertThat(AlertWriter.isTaken(AlertFormat.SLACK, "ok")).isTrue();
  }

  @Test
  void what_goes_on_is_told_once_and_what_flickers_is_not_told_again() {
    OpenConditions open = new OpenConditions();
    Condition later = new Condition(AlertKind.RULE_PAUSED, "orders", "another detail");

    assertThat(open.after(List.of(PAUSED), NOW)).singleElement().matches(one -> !one.resolved());
    assertThat(open.after(List.of(later), NOW.plusSeconds(5))).isEmpty();
    assertThat(open.after(List.of(), NOW.plusSeconds(30))).isEmpty();
    assertThat(open.after(List.of(later), NOW.plusSeconds(35))).isEmpty();
    assertThat(open.after(List.of(), NOW.plusSeconds(94))).isEmpty();
    assertThat(open.after(List.of(), NOW.plusSeconds(95)))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.resolved()).isTrue();
              assertThat(Duration.between(one.since(), one.at())).isEqualTo(Duration.ofSeconds(95));
            });
    assertThat(open.after(List.of(), NOW.plusSeconds(200))).isEmpty();
  }
}
