package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.e2e.ApiClient.Reply;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The contract's examples of requests and answers.
final class Vectors {

  /// What differs from one server, run and moment to the next: only its JSON type is compared.
  private static final Set<String> VOLATILE =
      Set.of(
          "timestamp",
          "duration",
          "application",
          "uuid",
          "created",
          "modified",
          "groupid",
          "id",
          "access_token");

  private Vectors() {}

  /// The body of the vector's request.
  static String request(String name) {
    return ApiClient.JSON.writeValueAsString(Shapes.vector(name + ".json").at("/request/body"));
  }

  /// Checks that a reply is what the vector says. Errors have exactly its keys; answers may have
  /// more, as clients skip what they do not know.
  static void assertAnswers(Reply reply, String name) {
    JsonNode expected = Shapes.vector(name + ".json").at("/response");
    assertThat(reply.status()).as(name).isEqualTo(expected.path("status").intValue());
    if (reply.status() != 200) {
      assertThat(reply.body().propertyNames())
          .as(name)
          .containsExactlyInAnyOrderElementsOf(expected.path("body").propertyNames());
    }
    assertMatches(name, reply.body(), expected.path("body"));
  }

  private static void assertMatches(String where, JsonNode actual, JsonNode expected) {
    assertThat(actual.getNodeType()).as(where).isEqualTo(expected.getNodeType());
    switch (expected) {
      case ObjectNode object ->
          object
              .properties()
              .forEach(
                  field -> {
                    String name = field.getKey();
                    JsonNode value = actual.path(name);
                    if (VOLATILE.contains(name)) {
                      assertThat(value.getNodeType())
                          .as(where + "/" + name)
                          .isEqualTo(field.getValue().getNodeType());
                    } else {
                      assertMatches(where + "/" + name, value, field.getValue());
                    }
                  });
      case ArrayNode array -> {
        assertThat(actual.size()).as(where).isEqualTo(array.size());
        for (int i = 0; i < array.size(); i++) {
          assertMatches(where + "/" + i, actual.get(i), array.get(i));
        }
      }
      default -> assertThat(stable(actual)).as(where).isEqualTo(stable(expected));
    }
  }

  /// A value without what depends on the server: host, group id and app uuid.
  private static String stable(JsonNode value) {
    return value
        .asString()
        .replaceAll("^https?://[^/]+", "https://HOST")
        .replaceAll("[0-9]{15,19}", "ID")
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID");
  }
}
