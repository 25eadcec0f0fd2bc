package dev.weft.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    file.ifPresent(path -> overlay(settings, read(path), "", path.toString()));
    overlayEnvironment(settings, environment, "", "WEFT");
    flags.forEach((key, value) -> set(settings, key, value, "the flag for " + key));
    try {
      return inRange(YAML.treeToValue(settings, Settings.class));
    } catch (JacksonException e) {
      throw new BadSettingException("the settings cannot be read: " + e.getOriginalMessage());
    }
  }

  private static Settings inRange(Settings settings) {
    requireRange("server.port", settings.server().port(), 0, 65_535);
    requireRange("store.connections", settings.store().connections(), 2, 1_000);
    requireRange("app.bcryptCost", settings.app().bcryptCost(), 4, 31);
    Settings.CallbackSettings callback = settings.callback();
    requireRange("callback.logDays", callback.logDays(), 0, 36_500);
    requireRange("callback.storageDays", callback.storageDays(), 1, 3_650);
    requireRange("callback.attemptSeconds", callback.attemptSeconds(), 1, 60);
    requireRange("callback.attempts", callback.attempts(), 1, 65_536);
    requireRange("callback.attemptsPerRule", callback.attemptsPerRule(), 1, 1_024);
    requireRange("callback.lanes", callback.lanes(), 16, 1_000_000);
    requireRange("callback.bodyMegabytes", callback.bodyMegabytes(), 1, 65_536);
    return settings;
  }

  private static void requireRange(String key, int value, int min, int max) {
    if (value < min || value > max) {
      throw new BadSettingException(
          "the setting \"%s\" must be %d to %d, not %d".formatted(key, min, max, value));
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
    } catch (IOException e) {
      throw new BadSettingException(
          "cannot read the settings file " + file + ": give --config an existing, readable file");
    } catch (JacksonException e) {
      throw new BadSettingException(
          "the settings file " + file + " is not valid YAML: " + e.getOriginalMessage());
    }
  }

  private static void overlay(ObjectNode base, JsonNode over, String prefix, String source) {
    if (over.isMissingNode() || over.isNull()) {
      return;
    }
    if (!over.isObject()) {
      throw new BadSettingException(
          "\"" + prefix + "\" in " + source + " must be a section with keys of its own");
    }
    over.properties()
        .forEach(
            field -> {
              String key = prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey();
              JsonNode old = base.get(field.getKey());
              if (old == null) {
                throw new BadSettingException(
                    "unknown setting \"" + key + "\" in " + source + ": weft.yaml lists them all");
              }
              if (old instanceof ObjectNode section) {
                overlay(section, field.getValue(), key, source);
              } else {
                base.set(field.getKey(), checked(old, field.getValue(), key, source));
              }
            });
  }

  private static void overlayEnvironment(
      ObjectNode section, Map<String, String> environment, String prefix, String variable) {
    for (String name : List.copyOf(section.propertyNames())) {
      String key = prefix.isEmpty() ? name : prefix + "." + name;
      String fullVariable = variable + "_" + capitals(name);
      if (section.get(name) instanceof ObjectNode inner) {
        overlayEnvironment(inner, environment, key, fullVariable);
      } else if (environment.containsKey(fullVariable)) {
        setIn(section, name, key, environment.getOrDefault(fullVariable, ""), fullVariable);
      }
    }
  }

  private static void set(ObjectNode settings, String key, String value, String source) {
    int dot = key.indexOf('.');
    setIn(
        (ObjectNode) settings.get(key.substring(0, dot)),
        key.substring(dot + 1),
        key,
        value,
        source);
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

  /// `vendorRates` as `VENDOR_RATES`.
  private static String capitals(String name) {
    return name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }
}
