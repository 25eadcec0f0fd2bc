package dev.weft.callback.rule;

import dev.weft.app.AppId;
import dev.weft.delivery.RuleId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A rule as the store keeps it: the JSON of [RuleJson], read back by the same reader that reads
/// what callers write.
public final class RuleDocument {

  private static final JsonMapper MAPPER = new JsonMapper();

  private static final Set<String> SECRETS =
      Set.of(
          "secret", "signing_secret", "previous_signing_secret", "previous_signing_secret_until");

  private RuleDocument() {}

  public static String write(CallbackRule rule) {
    return MAPPER.writeValueAsString(RuleJson.of(rule));
  }

  /// A rule as its history keeps it: what it asks for, without what it signs with.
  public static String writeForHistory(CallbackRule rule) {
    ObjectNode json = MAPPER.valueToTree(RuleJson.of(rule));
    return json.remove(SECRETS).toString();
  }

  /// Reads what [#writeForHistory] wrote.
  public static RuleSpec readForHistory(String document) {
    return RuleReader.create((ObjectNode) MAPPER.readTree(document));
  }

  public static CallbackRule read(RuleId id, AppId app, String document) {
    ObjectNode json = (ObjectNode) MAPPER.readTree(document);
    RuleSpec spec = RuleReader.create(json);
    @Nullable JsonNode previous = json.get("previous_signing_secret");
    RuleSecrets secrets =
        new RuleSecrets(
            spec.secret().orElseThrow(),
            spec.signingSecret().orElseThrow(),
            previous == null ? null : previous.stringValue(),
            previous == null ? null : time(json, "previous_signing_secret_until"));
    return new CallbackRule(
        id,
        app,
        spec.name(),
        spec.target(),
        spec.enabled(),
        spec.events(),
        spec.filter(),
        spec.pace(),
        secrets,
        spec.options(),
        time(json, "created"),
        time(json, "modified"));
  }

  private static Instant time(ObjectNode json, String name) {
    return Instant.ofEpochMilli(Optional.ofNullable(json.get(name)).orElseThrow().longValue());
  }
}
