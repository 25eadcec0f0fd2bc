package dev.weft.cli;

import dev.weft.config.Settings;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Settings as they are at work, without what must not be seen.
final class SafeSettings {

  private static final String HIDDEN = "***";

  /// Names of settings that are secrets, or may hold one.
  private static final Set<String> SECRET =
      Set.of("password", "secret", "database", "direct", "url", "user", "headers");

  private SafeSettings() {}

  static String yaml(Settings settings) {
    YAMLMapper mapper = new YAMLMapper();
    JsonNode tree = mapper.valueToTree(settings);
    hide(tree);
    return mapper.writeValueAsString(tree);
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isArray() ? value.isEmpty() : value.asString("").isEmpty();
  }

  private static void hide(JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      return;
    }
    for (var field : object.properties()) {
      boolean secret = SECRET.contains(field.getKey()) && !isEmpty(field.getValue());
      if (secret) {
        field.setValue(object.stringNode(HIDDEN));
      } else {
        hide(field.getValue());
      }
    }
  }
}
