package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// One of the documents in `docs/api`: its operations and its schemas.
final class ApiDocument {

  private static final Path FOLDER = Path.of("..", "docs", "api");
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final JsonNode document;

  private ApiDocument(JsonNode document) {
    this.document = document;
  }

  static ApiDocument read(String file) {
    try {
      return new ApiDocument(new YAMLMapper().readTree(Files.readString(FOLDER.resolve(file))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// An operation, and where it stands.
  ///
  /// @param name its method and path, with the names of path parameters left out
  record Operation(String name, JsonNode description) {

    JsonNode example() {
      return description.at("/requestBody/content/application~1json/example");
    }
  }

  /// Every operation below `prefix`, by method and path without it.
  Set<String> operations(String prefix) {
    Set<String> names = new TreeSet<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path -> {
              if (path.getKey().startsWith(prefix)) {
                methods(path.getValue())
                    .forEach(
                        method ->
                            names.add(name(method, path.getKey().substring(prefix.length()))));
              }
            });
    return names;
  }

  /// The names of the messages.
  Set<String> messages() {
    return new TreeSet<>(document.at("/components/messages").propertyNames());
  }

  /// Every operation of an app that has this shared parameter of its own.
  Set<String> operationsWith(String parameter) {
    String reference = "#/components/parameters/" + parameter;
    Set<String> names = new TreeSet<>();
    for (var path : document.get("paths").properties()) {
      for (String method : methods(path.getValue())) {
        for (JsonNode one : path.getValue().get(method).path("parameters")) {
          if (one.path("$ref").asString("").equals(reference)) {
            names.add(name(method, path.getKey().replace("/{org}/{app}", "")));
          }
        }
      }
    }
    return names;
  }

  /// Every operation below `prefix`, by method, path and the role that it needs.
  Set<String> withRoles(String prefix) {
    Set<String> names = new TreeSet<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path -> {
              if (path.getKey().startsWith(prefix)) {
                methods(path.getValue())
                    .forEach(
                        method ->
                            names.add(
                                name(method, path.getKey())
                                    + " "
                                    + path.getValue()
                                        .get(method)
                                        .get("x-weft-role")
                                        .stringValue()));
              }
            });
    return names;
  }

  private static List<String> methods(JsonNode path) {
    return path.propertyNames().stream().filter(name -> !name.equals("parameters")).toList();
  }

  private static String name(String method, String path) {
    return method.toUpperCase(java.util.Locale.ROOT) + " " + path.replaceAll("\\{[^}]*}", "{}");
  }

  /// The operation that a call is; of several paths that fit, the one with the fewest parameters.
  Operation operation(String method, String path) {
    String key = method.toLowerCase(java.util.Locale.ROOT);
    List<String> fitting = new ArrayList<>();
    document
        .get("paths")
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().has(key)
                  && path.matches(entry.getKey().replaceAll("\\{[^}]*}", "[^/]+"))) {
                fitting.add(entry.getKey());
              }
            });
    assertThat(fitting).as("documented paths for %s %s", method, path).isNotEmpty();
    String closest =
        fitting.stream().min(Comparator.comparingInt(ApiDocument::parameters)).orElseThrow();
    return new Operation(name(method, closest), document.get("paths").get(closest).get(key));
  }

  private static int parameters(String path) {
    return path.split("\\{", -1).length;
  }

  /// Every operation that shows a body as an example.
  List<Operation> withExamples() {
    List<Operation> operations = new ArrayList<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                methods(path.getValue()).stream()
                    .map(
                        method ->
                            new Operation(name(method, path.getKey()), path.getValue().get(method)))
                    .filter(operation -> !operation.example().isMissingNode())
                    .forEach(operations::add));
    return operations;
  }

  /// Fails where what was sent is not what the operation says it takes.
  void assertTakes(Operation operation, JsonNode body) {
    JsonNode schema = operation.description().at("/requestBody/content/application~1json/schema");
    assertThat(schema.isMissingNode()).as("%s takes a body", operation.name()).isFalse();
    assertValid(operation.name() + " takes", schema, body);
  }

  /// Fails where an answer is not what the operation says it gives.
  void assertAnswers(Operation operation, int status, JsonNode body) {
    JsonNode responses = operation.description().get("responses");
    JsonNode response = responses.get(Integer.toString(status));
    assertThat(response).as("%s may answer %s: %s", operation.name(), status, body).isNotNull();
    JsonNode resolved =
        response.has("$ref")
            ? document.at(response.get("$ref").stringValue().substring(1))
            : response;
    assertValid(
        operation.name() + " answers " + status,
        resolved.at("/content/application~1json/schema"),
        body);
  }

  /// Fails where `value` is not as the schema called `name` says.
  void assertIs(String name, JsonNode value) {
    assertValid(name, document.at("/components/schemas/" + name), value);
  }

  /// The schema brings all the document's components along: it refers to them.
  private void assertValid(String what, JsonNode schema, JsonNode value) {
    assertThat(schema.isObject()).as("a schema for %s", what).isTrue();
    ObjectNode root = ((ObjectNode) schema).deepCopy();
    root.set("components", document.get("components"));
    assertThat(SCHEMAS.getSchema(root).validate(value)).as("%s: %s", what, value).isEmpty();
  }
}
