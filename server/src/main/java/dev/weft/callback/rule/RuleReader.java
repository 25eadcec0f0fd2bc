package dev.weft.callback.rule;

import dev.weft.callback.event.EventKind;
import dev.weft.chat.MessageType;
import dev.weft.chat.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads a rule from the JSON of a caller. Strict: an unknown or mistyped field is refused by name,
/// so that no typing error quietly makes a rule wider than meant.
public final class RuleReader {

  /// The longest list of one filter (vendor: 50 ids).
  private static final int MAX_LIST = 50;

  private static final int MAX_SECRET = 256;

  /// Vendor: letters, digits, `_`, at most 32; a hyphen harms nobody.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,32}");

  /// What only answers carry: a caller may send back what it was given.
  private static final Set<String> READ_ONLY =
      Set.of(
          "previous_signing_secret",
          "previous_signing_secret_until",
          "created",
          "modified",
          "health");

  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "delivery",
          "url",
          "events",
          "enabled",
          "retry",
          "on_poison",
          "max_concurrency",
          "max_per_second",
          "secret",
          "signing_secret",
          "from",
          "to",
          "group_ids",
          "ext_keys",
          "message_types",
          "source",
          "envs",
          "security_fields",
          "copy_meta",
          "timeout_ms",
          "on_failure",
          "shadow");

  /// What pre-send hooks can be asked about.
  private static final Set<EventKind> ASKED = Set.of(EventKind.MESSAGE, EventKind.EDIT);

  private final ObjectNode json;
  private final RuleFields fields;

  private RuleReader(ObjectNode json) {
    this.json = json;
    fields = new RuleFields(json);
    for (String name : json.propertyNames()) {
      if (!FIELDS.contains(name) && !READ_ONLY.contains(name)) {
        throw new BadRuleException("unknown field \"" + name + "\"");
      }
    }
  }

  /// A new rule: `name` and `url` are required, the rest has defaults.
  ///
  /// @throws BadRuleException with a sentence that names the field
  public static RuleSpec create(ObjectNode json) {
    RuleReader reader = new RuleReader(json);
    String name =
        reader.fields.text("name").orElseThrow(() -> new BadRuleException("name is required"));
    if (!NAME.matcher(name).matches()) {
      throw new BadRuleException("name must be 1 to 32 letters, digits, \"_\" or \"-\"");
    }
    RuleTarget target = new RuleTargetReader(json).create();
    EventKind unasked = target instanceof RuleTarget.Presend ? EventKind.MESSAGE : EventKind.THREAD;
    return reader.over(
        new RuleSpec(
            name,
            target,
            true,
            Set.of(unasked),
            RuleFilter.NONE,
            RulePace.DEFAULT,
            Optional.empty(),
            Optional.empty(),
            RuleOptions.DEFAULT));
  }

  /// `old` with the fields that are given; the name stays.
  ///
  /// @throws BadRuleException with a sentence that names the field
  public static RuleSpec update(ObjectNode json, RuleSpec old) {
    RuleReader reader = new RuleReader(json);
    if (reader.fields.text("name").filter(name -> !name.equals(old.name())).isPresent()) {
      throw new BadRuleException("name cannot be changed: make a new rule and delete this one");
    }
    return reader.over(old);
  }

  private RuleSpec over(RuleSpec old) {
    RuleTarget target = new RuleTargetReader(json).over(old.target());
    Set<EventKind> events = events().orElse(old.events());
    if (target instanceof RuleTarget.Presend && !ASKED.containsAll(events)) {
      throw new BadRuleException("events of a pre-send hook are message and edit");
    }
    return new RuleSpec(
        old.name(),
        target,
        fields.flag("enabled").orElse(old.enabled()),
        events,
        filter(old.filter()),
        new RulePaceReader(json).over(old.pace()),
        fields.text("secret").map(RuleReader::vendorSecret),
        fields.text("signing_secret").map(RuleReader::signingSecret),
        new RuleOptions(
            fields.flag("security_fields").orElse(old.options().securityFields()),
            fields.flag("copy_meta").orElse(old.options().copyMeta())));
  }

  private Optional<Set<EventKind>> events() {
    return strings("events")
        .map(
            words -> {
              if (words.isEmpty()) {
                throw new BadRuleException("events must name at least one kind");
              }
              Set<EventKind> kinds = new LinkedHashSet<>();
              for (String word : words) {
                kinds.add(
                    EventKind.of(word)
                        .orElseThrow(
                            () ->
                                new BadRuleException(
                                    "events has an unknown kind \""
                                        + word
                                        + "\"; known are "
                                        + EventKind.known().stream()
                                            .map(EventKind::word)
                                            .collect(Collectors.joining(", ")))));
              }
              return kinds;
            });
  }

  private RuleFilter filter(RuleFilter old) {
    return new RuleFilter(
        set("from", RuleReader::lower).orElse(old.from()),
        set("to", RuleReader::lower).orElse(old.to()),
        set("group_ids", Function.identity()).orElse(old.groups()),
        set("ext_keys", Function.identity()).orElse(old.extKeys()),
        set("message_types", RuleReader::type).orElse(old.types()),
        source(old.source()),
        set("envs", RuleReader::env).orElse(old.envs()));
  }

  private @Nullable Source source(@Nullable Source old) {
    return switch (fields.text("source").orElse("")) {
      case "" -> old;
      case "any" -> null;
      case "rest" -> Source.REST;
      case "sdk" -> Source.SDK;
      default -> throw new BadRuleException("source must be \"any\", \"rest\" or \"sdk\"");
    };
  }

  private static String vendorSecret(String secret) {
    if (secret.length() > MAX_SECRET) {
      throw new BadRuleException("secret has at most " + MAX_SECRET + " characters");
    }
    return secret;
  }

  private static String signingSecret(String secret) {
    try {
      if (secret.length() <= MAX_SECRET && StandardWebhooksSigner.key(secret).length > 0) {
        return secret;
      }
    } catch (IllegalArgumentException e) {
      // Told below, together with the other ways to get it wrong.
    }
    throw new BadRuleException(
        "signing_secret must be base64 of some random bytes, best 32, with \"whsec_\" before it");
  }

  /// Vendor: letters and digits, at most 8.
  private static String env(String word) {
    if (!word.matches("[A-Za-z0-9]{1,8}")) {
      throw new BadRuleException("envs must be words of 1 to 8 letters and digits");
    }
    return word;
  }

  private static MessageType type(String word) {
    return MessageType.of(word)
        .orElseThrow(
            () -> new BadRuleException("message_types has an unknown type \"" + word + "\""));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private <T> Optional<Set<T>> set(String name, Function<String, T> reader) {
    return strings(name)
        .map(
            values -> {
              if (values.size() > MAX_LIST) {
                throw new BadRuleException(name + " has at most " + MAX_LIST + " entries");
              }
              Set<T> set = new HashSet<>();
              values.forEach(value -> set.add(reader.apply(value)));
              return set;
            });
  }

  private Optional<List<String>> strings(String name) {
    Optional<JsonNode> given = fields.value(name);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    JsonNode node = given.get();
    if (!node.isArray()) {
      throw new BadRuleException(name + " must be a list");
    }
    List<String> values = new ArrayList<>();
    for (JsonNode item : node) {
      if (!item.isString() && !item.isIntegralNumber()) {
        throw new BadRuleException(name + " must be a list of texts");
      }
      values.add(item.asString());
    }
    return Optional.of(values);
  }
}
