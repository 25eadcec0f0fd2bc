package dev.weft.cli;

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
            .row("enabled", text(rule, "enabled"))
            .row("secret", text(rule, "secret"))
            .row("signing secret", text(rule, "signing_secret"));
    for (String filter :
        new String[] {"from", "to", "group_ids", "ext_keys", "message_types", "source"}) {
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

  /// A field as text; a list with commas.
  static String text(JsonNode rule, String field) {
    JsonNode value = rule.path(field);
    return value.isArray()
        ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
        : value.asString("");
  }
}
