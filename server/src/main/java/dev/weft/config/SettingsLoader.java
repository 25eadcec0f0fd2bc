package dev.weft.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads the settings: the defaults, over them the file, the environment, the flags.
public final class SettingsLoader {

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  private SettingsLoader() {}

  /// Reads and checks all of it.
  ///
  /// @param file the user's own file, if there is one
  /// @param environment the process environment
  /// @param flags what the command line sets, by path (`server.port`); lists are comma-separated
  /// @throws BadSettingException naming the key, what is wrong with it and where it was set
  public static Settings load(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
    ObjectNode settings = defaults();
    List<String> keys = keys(settings, "");
    file.ifPresent(path -> overlay(settings, read(path), "", path.toString(), keys));
    overlay(settings, new Environment(environment), keys);
    flags.forEach((key, value) -> set(settings, key, value, "the flag for " + key));
    try {
      return inRange(YAML.treeToValue(settings, Settings.class));
    } catch (JacksonException e) {
      throw new BadSettingException("the settings cannot be read: " + e.getOriginalMessage());
    }
  }

  private static Settings inRange(Settings settings) {
    requireText("server.host", settings.server().host(), "an address of this machine");
    requireText("server.data", settings.server().data(), "a folder");
    requirePath("server.data", settings.server().data());
    requireRange("server.port", settings.server().port(), 0, 65_535);
    requireRange("store.connections", settings.store().connections(), 2, 1_000);
    requireRange("app.bcryptCost", settings.app().bcryptCost(), 4, 31);
    Settings.GatewaySettings gateway = settings.gateway();
    requireRange("gateway.port", gateway.port(), 0, 65_535);
    requireRange("gateway.connections", gateway.connections(), 0, 1_000_000);
    requireRange("gateway.devicesPerUser", gateway.devicesPerUser(), 1, 1_000);
    requireRange("gateway.idleSeconds", gateway.idleSeconds(), 120, 86_400);
    requireRange("gateway.loginSeconds", gateway.loginSeconds(), 1, 3_600);
    requireRange("gateway.offlineDays", gateway.offlineDays(), 1, 3_650);
    Settings.CallbackSettings callback = settings.callback();
    requireRange("callback.logDays", callback.logDays(), 0, 36_500);
    requireRange("callback.storageDays", callback.storageDays(), 1, 3_650);
    requireRange("callback.attemptSeconds", callback.attemptSeconds(), 1, 60);
    requireRange("callback.connectionSeconds", callback.connectionSeconds(), 1, 86_400);
    requireRange("callback.attempts", callback.attempts(), 1, 65_536);
    requireRange("callback.attemptsPerRule", callback.attemptsPerRule(), 1, 1_024);
    requireRange("callback.lanes", callback.lanes(), 16, 1_000_000);
    requireRange("callback.bodyMegabytes", callback.bodyMegabytes(), 1, 65_536);
    requireRange("telemetry.tracePercent", settings.telemetry().tracePercent(), 0, 100);
    requireRange("telemetry.metricsSeconds", settings.telemetry().metricsSeconds(), 0, 3_600);
    return settings;
  }

  private static void requireRange(String key, int value, int min, int max) {
    if (value < min || value > max) {
      throw new BadSettingException(
          "the setting \"%s\" must be %d to %d, not %d".formatted(key, min, max, value));
    }
  }

  private static void requireText(String key, String value, String what) {
    if (value.isBlank()) {
      throw new BadSettingException("the setting \"%s\" is empty: give it %s".formatted(key, what));
    }
  }

  private static void requirePath(String key, String value) {
    try {
      var _ = Path.of(value);
    } catch (InvalidPathException e) {
      throw new BadSettingException(
          "the setting \"%s\" cannot be the name of a file here (%s): take another, or start Weft"
                  .formatted(key, e.getReason())
              + " with LC_ALL=C.UTF-8");
    }
  }

  private static ObjectNode defaults() {
    try (InputStream in = SettingsLoader.class.getResourceAsStream("/weft.yaml")) {
      return (ObjectNode) YAML.readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(Path file) {
    try {
      return YAML.readTree(Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new BadSettingException(
          "the settings file " + file + " is not UTF-8: save it in that encoding");
    } catch (IOException e) {
      throw new BadSettingException(
          "cannot read the settings file " + file + ": give --config an existing, readable file");
    } catch (JacksonException e) {
      throw new BadSettingException(
          "the settings file %s is not valid YAML in line %d: %s"
              .formatted(
                  file,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getOriginalMessage().lines().findFirst().orElse("")));
    }
  }

  private static void overlay(
      ObjectNode base, JsonNode over, String prefix, String source, List<String> known) {
    if (over.isMissingNode() || over.isNull()) {
      return;
    }
    if (!over.isObject()) {
      throw new BadSettingException(
          prefix.isEmpty()
              ? "the settings file "
                  + source
                  + " must have sections with keys: weft.yaml shows them"
              : "\"" + prefix + "\" in " + source + " must be a section with keys of its own");
    }
    over.properties()
        .forEach(
            field -> {
              String key = prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey();
              JsonNode old = base.get(field.getKey());
              if (old == null) {
                throw new BadSettingException(
                    "unknown setting \"%s\" in %s: %s"
                        .formatted(
                            key,
                            source,
                            Nearest.to(key, known)
                                .map(meant -> "did you mean \"" + meant + "\"?")
                                .orElse("weft.yaml lists them all")));
              }
              if (old instanceof ObjectNode section) {
                overlay(section, field.getValue(), key, source, known);
              } else {
                base.set(field.getKey(), checked(old, field.getValue(), key, source));
              }
            });
  }

  private static void overlay(ObjectNode settings, Environment environment, List<String> keys) {
    environment.requireKnown(keys);
    for (String key : keys) {
      String variable = Environment.variable(key);
      environment.value(variable).ifPresent(value -> set(settings, key, value, variable));
    }
  }

  /// The paths of all settings, `server.port` for one.
  private static List<String> keys(ObjectNode section, String prefix) {
    return section.properties().stream()
        .flatMap(
            field ->
                field.getValue() instanceof ObjectNode inner
                    ? keys(inner, prefix + field.getKey() + ".").stream()
                    : Stream.of(prefix + field.getKey()))
        .toList();
  }

  private static void set(ObjectNode settings, String key, String value, String source) {
    int dot = key.lastIndexOf('.');
    ObjectNode section = (ObjectNode) settings.at("/" + key.substring(0, dot).replace('.', '/'));
    setIn(section, key.substring(dot + 1), key, value, source);
  }

  private static void setIn(
      ObjectNode section, String name, String key, String value, String source) {
    JsonNode old = section.get(name);
    JsonNode parsed;
    if (old.isArray()) {
      ArrayNode list = YAML.createArrayNode();
      value
          .lines()
          .flatMap(line -> List.of(line.split(",", -1)).stream())
          .map(String::strip)
          .filter(item -> !item.isEmpty())
          .forEach(list::add);
      parsed = list;
    } else {
      parsed = old.isString() ? YAML.getNodeFactory().stringNode(value) : scalar(value);
    }
    section.set(name, checked(old, parsed, key, source));
  }

  private static JsonNode scalar(String value) {
    try {
      return YAML.readTree(value);
    } catch (JacksonException e) {
      return YAML.getNodeFactory().stringNode(value);
    }
  }

  /// The new value, if it is of the same kind as the default.
  private static JsonNode checked(JsonNode old, JsonNode fresh, String key, String source) {
    boolean fits =
        switch (old.getNodeType()) {
          case NUMBER -> fresh.isInt() && fresh.intValue() >= 0;
          case BOOLEAN -> fresh.isBoolean();
          case ARRAY -> fresh.isArray();
          default -> fresh.isValueNode() && !fresh.isNull();
        };
    if (!fits) {
      throw new BadSettingException(
          "the setting \"%s\" in %s must be %s, not \"%s\""
              .formatted(key, source, kind(old), fresh.isValueNode() ? fresh.asString() : fresh));
    }
    return old.isString() ? YAML.getNodeFactory().stringNode(fresh.asString()) : fresh;
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case NUMBER -> "a whole number of 0 or more";
      case BOOLEAN -> "true or false";
      case ARRAY -> "a list";
      default -> "a text";
    };
  }
}
