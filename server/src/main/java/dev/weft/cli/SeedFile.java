package dev.weft.cli;

import dev.weft.app.AppKey;
import dev.weft.app.Credentials;
import dev.weft.cli.base.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What is to be there in a server for laptops and CI, read from YAML.
///
/// @param apps in the order of the file
record SeedFile(List<App> apps) {

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /// An app and what it has.
  ///
  /// @param rules as the API takes them, each with its name
  record App(
      AppKey key,
      Credentials credentials,
      List<User> users,
      List<Group> groups,
      List<JsonNode> rules) {}

  /// A user.
  record User(String name, @Nullable String password, @Nullable String nickname) {
    @Override
    public String toString() {
      return "User[name=" + name + "]";
    }
  }

  /// A group, known by its id.
  record Group(
      String id, String name, String owner, List<String> members, List<GroupThread> threads) {}

  /// A thread, known by its name in its group.
  record GroupThread(String name, String owner) {}

  /// The form of the file.
  private record Raw(@Nullable List<RawApp> apps) {}

  private record RawApp(
      @Nullable String key,
      @Nullable String clientId,
      @Nullable String clientSecret,
      @Nullable List<JsonNode> users,
      @Nullable List<RawGroup> groups,
      @Nullable List<JsonNode> rules) {}

  private record RawGroup(
      @Nullable String id,
      @Nullable String name,
      @Nullable String owner,
      @Nullable List<String> members,
      @Nullable List<RawThread> threads) {}

  private record RawThread(@Nullable String name, @Nullable String owner) {}

  /// Reads a file.
  ///
  /// @throws CommandFailedException if it cannot be used; the message says why
  static SeedFile read(Path file) {
    try {
      Raw raw = YAML.readValue(Files.readString(file), Raw.class);
      return new SeedFile(orNone(raw.apps()).stream().map(SeedFile::app).toList());
    } catch (JacksonException e) {
      String reason = e.getOriginalMessage().lines().findFirst().orElse("it is no YAML");
      throw new CommandFailedException("cannot read " + file + ": " + reason, e);
    } catch (IOException e) {
      throw new CommandFailedException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static App app(RawApp raw) {
    AppKey key =
        AppKey.parse(given(raw.key(), "every app needs a key"))
            .orElseThrow(
                () -> new CommandFailedException("the key of an app is org#app, not " + raw.key()));
    List<User> users = new ArrayList<>();
    orNone(raw.users()).forEach(user -> users.add(user(user)));
    for (JsonNode rule : orNone(raw.rules())) {
      if (!rule.path("name").isString()) {
        throw new CommandFailedException("every rule of " + key + " needs a name");
      }
    }
    return new App(
        key,
        new Credentials(
            given(raw.clientId(), key + " needs a clientId"),
            given(raw.clientSecret(), key + " needs a clientSecret")),
        users,
        orNone(raw.groups()).stream().map(SeedFile::group).toList(),
        orNone(raw.rules()));
  }

  /// A name alone, or an object.
  private static User user(JsonNode node) {
    if (node.isValueNode()) {
      return new User(node.asString(), null, null);
    }
    return new User(
        given(node.path("name").asString(""), "every user needs a name"),
        node.has("password") ? node.get("password").asString() : null,
        node.has("nickname") ? node.get("nickname").asString() : null);
  }

  private static Group group(RawGroup raw) {
    String id = given(raw.id(), "every group needs an id of digits, by which it is known again");
    return new Group(
        id,
        given(raw.name(), "group " + id + " needs a name"),
        given(raw.owner(), "group " + id + " needs an owner"),
        orNone(raw.members()),
        orNone(raw.threads()).stream()
            .map(
                thread ->
                    new GroupThread(
                        given(thread.name(), "every thread of group " + id + " needs a name"),
                        Objects.requireNonNullElse(thread.owner(), given(raw.owner(), ""))))
            .toList());
  }

  private static String given(@Nullable String value, String otherwise) {
    if (value == null || value.isEmpty()) {
      throw new CommandFailedException(otherwise);
    }
    return value;
  }

  private static <T> List<T> orNone(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
