package dev.weft.cli;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/// Deliveries and attempts as people read them.
final class DeliveryTexts {

  /// As much of an app server's answer as fits on a line.
  private static final int MAX_ANSWER = 60;

  private DeliveryTexts() {}

  /// What came of an attempt: a status, or why there was none.
  static String outcome(JsonNode attempt) {
    JsonNode status = attempt.path("status");
    return status.isNumber()
        ? "status " + status.asInt()
        : attempt.path("failure").asString("") + ": " + attempt.path("error").asString("");
  }

  static String took(JsonNode attempt) {
    return Math.round(attempt.path("timings").path("total_ms").asDouble(0)) + " ms";
  }

  static String time(JsonNode delivery, String field) {
    JsonNode millis = delivery.path(field);
    return millis.isNumber() ? Times.shown(Instant.ofEpochMilli(millis.asLong())) : "";
  }

  /// `send #3`; what is not numbered, without the number.
  static String change(JsonNode delivery) {
    JsonNode sequence = delivery.path("sequence");
    String operation = delivery.path("operation").asString("");
    return sequence.isNumber() ? operation + " #" + sequence.asLong() : operation;
  }

  /// Foreign text, safe to show on a terminal.
  static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cc}+", " ").strip();
    return line.length() > MAX_ANSWER ? line.substring(0, MAX_ANSWER) + "..." : line;
  }
}
