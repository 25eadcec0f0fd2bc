package dev.weft.cli.delivery;

import dev.weft.cli.base.Table;
import tools.jackson.databind.JsonNode;

/// Jobs as people read them.
final class JobTexts {

  private JobTexts() {}

  static Table fields(JsonNode job) {
    return Table.ofFields()
        .row("job", job.path("id").asString(""))
        .row("kind", job.path("kind").asString(""))
        .row("state", state(job))
        .row("rate", job.path("rate").asString("") + " a second");
  }

  /// With the reason, if it failed.
  static String state(JsonNode job) {
    String state = job.path("state").asString("");
    return job.has("reason") ? state + ": " + job.path("reason").asString("") : state;
  }

  /// What was selected, as `rule=lunch thread=123`.
  static String selection(JsonNode job) {
    StringBuilder text = new StringBuilder();
    job.path("selection")
        .properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              text.append(text.isEmpty() ? "" : " ").append(field.getKey()).append('=');
              text.append(value.isArray() ? value.size() + " ids" : value.asString(""));
            });
    return text.toString();
  }
}
