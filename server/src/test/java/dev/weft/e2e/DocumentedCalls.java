package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.e2e.ApiClient.Reply;
import dev.weft.e2e.ApiDocument.Operation;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Calls a server, holds each request and answer against `openapi.yaml`, and keeps which operations
/// were called.
final class DocumentedCalls {

  private static final ApiDocument REST = ApiDocument.read("openapi.yaml");
  private static final String APP_PATH =
      "/" + RunningServer.APP.org() + "/" + RunningServer.APP.app();

  private final ApiClient api;
  private final Set<String> walked;

  DocumentedCalls(ApiClient api) {
    this(api, new TreeSet<>());
  }

  private DocumentedCalls(ApiClient api, Set<String> walked) {
    this.api = api;
    this.walked = walked;
  }

  /// The same by somebody else.
  DocumentedCalls by(ApiClient client) {
    return new DocumentedCalls(client, walked);
  }

  /// The same by whoever has this token.
  DocumentedCalls withToken(String token) {
    return by(api.withToken(token));
  }

  /// The operations that were called, as the document names them below an app.
  Set<String> walked() {
    return walked;
  }

  /// Calls, and answers what the document allows.
  JsonNode ok(String method, String path, @Nullable String body) {
    Operation operation = operation(method, path);
    if (body != null) {
      REST.assertTakes(operation, ApiClient.JSON.readTree(body));
    }
    JsonNode answer = api.call(method, path, body).ok();
    REST.assertAnswers(operation, 200, answer);
    return answer;
  }

  /// Holds an answer that was fetched otherwise against the document.
  void answered(String method, String path, JsonNode answer) {
    REST.assertAnswers(operation(method, path), 200, answer);
  }

  /// A call whose body is no JSON, or not what the document allows.
  void answers(String method, String path, @Nullable String body) {
    answered(method, path, api.call(method, path, body).ok());
  }

  void refused(int status, String method, String path, @Nullable String body) {
    Reply reply = api.call(method, path, body);
    assertThat(reply.status()).as("%s", reply.body()).isEqualTo(status);
    REST.assertAnswers(operation(method, path), status, reply.body());
  }

  /// Sends a message and answers its id.
  String send(String path, String to, String type, String body) {
    return ok(
            "POST",
            path,
            """
            {"from":"user1","to":["%s"],"type":"%s","body":%s,"ext":{"table":7}}
            """
                .formatted(to, type, body))
        .get("data")
        .get(to)
        .stringValue();
  }

  Operation operation(String method, String path) {
    Operation operation = REST.operation(method, APP_PATH + path.replaceFirst("\\?.*", ""));
    walked.add(operation.name().replaceFirst("/\\{}/\\{}", ""));
    return operation;
  }
}
