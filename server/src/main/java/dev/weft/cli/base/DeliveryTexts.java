package dev.weft.cli.base;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/// Deliveries and attempts as people read them.
public final class DeliveryTexts {

  /// As much of an app server's answer as fits on a line.
  private static final int MAX_ANSWER = 60;

  private DeliveryTexts() {}

  /// What came of an attempt: a status, or why there was none.
  public static String outcome(JsonNode attempt) {
    JsonNode status = attempt.path("status");
    return status.isNumber()
        ? "status " + status.asInt()
        : attempt.path("failure").asString("") + ": " + attempt.path("error").asString("");
  }

  public static String took(JsonNode attempt) {
    return Math.round(attempt.path("timings").path("total_ms").asDouble(0)) + " ms";
  }

  public static String time(JsonNode delivery, String field) {
    JsonNode millis = delivery.path(field);
    return millis.isNumber() ? Times.shown(Instant.ofEpochMilli(millis.asLong())) : "";
  }

  /// When a pending delivery is tried next; empty for what is not pending.
  public static String next(JsonNode delivery) {
    JsonNode waits = delivery.path("waits_for");
    String probe = time(waits, "next_probe");
    String attempt = time(waits, "next_attempt");
    return probe.isEmpty() || (!attempt.isEmpty() && attempt.compareTo(probe) < 0)
        ? attempt
        : probe;
  }

  /// What a pending delivery waits behind: the rule, or an earlier callback of its thread.
  public static String behind(JsonNode delivery) {
    JsonNode waits = delivery.path("waits_for");
    String rule = waits.path("rule").path("state").asString("");
    String head = waits.path("behind").asString("");
    return rule.isEmpty() ? head : head.isEmpty() ? "rule " + rule : "rule " + rule + ", " + head;
  }

  /// `send #3`; what is not numbered, without the number.
  public static String change(JsonNode delivery) {
    JsonNode sequence = delivery.path("sequence");
    String operation = delivery.path("operation").asString("");
    return sequence.isNumber() ? operation + " #" + sequence.asLong() : operation;
  }

  /// Foreign text, safe to show on a terminal.
  public static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cc}+", " ").strip();
    return line.length() > MAX_ANSWER ? line.substring(0, MAX_ANSWER) + "..." : line;
  }
}
