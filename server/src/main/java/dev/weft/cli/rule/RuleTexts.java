package dev.weft.cli.rule;

import dev.weft.cli.base.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Rules as people read them.
final class RuleTexts {

  private RuleTexts() {}

  static Table fields(JsonNode rule) {
    Table table =
        Table.ofFields()
            .row("rule", text(rule, "name"))
            .row("url", target(rule))
            .row("events", text(rule, "events"))
            .row("retry", text(rule, "retry"))
            .row("health", health(rule))
            .row("secret", text(rule, "secret"))
            .row("signing secret", text(rule, "signing_secret"));
    for (String limit : new String[] {"on_poison", "max_concurrency", "max_per_second"}) {
      String value = limit(rule.path(limit));
      if (!value.isEmpty()) {
        table.row(limit.replace('_', ' '), value);
      }
    }
    for (String filter :
        new String[] {"from", "to", "group_ids", "ext_keys", "message_types", "source", "envs"}) {
      String value = text(rule, filter);
      if (!value.isEmpty() && !value.equals("any")) {
        table.row(filter.replace('_', ' '), value);
      }
    }
    return table;
  }

  /// Where its callbacks go.
  static String target(JsonNode rule) {
    return text(rule, "delivery").equals("pull") ? "(none: fetched)" : text(rule, "url");
  }

  private static String limit(JsonNode value) {
    return value.isObject() ? "park after " + value.path("park").asString("") : value.asString("");
  }

  /// How a rule does with its endpoint, in few words.
  static String health(JsonNode rule) {
    JsonNode health = rule.path("health");
    String state = health.path("state").asString("");
    return switch (state) {
      case "paused" -> "paused: " + health.path("reason").asString("");
      case "banned" -> "banned until " + time(health.path("until"));
      case "open" -> "open, next attempt " + time(health.path("next_probe"));
      default -> state;
    };
  }

  private static Instant time(JsonNode millis) {
    return Instant.ofEpochMilli(millis.asLong(0)).truncatedTo(ChronoUnit.SECONDS);
  }

  /// A field as text; a list with commas.
  static String text(JsonNode rule, String field) {
    JsonNode value = rule.path(field);
    return value.isArray()
        ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
        : value.asString("");
  }
}
