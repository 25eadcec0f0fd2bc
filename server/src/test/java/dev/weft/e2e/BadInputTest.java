package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bad input gets the vendor's error, never a 500.
class BadInputTest {

  private static final String INVALID = "Request body is invalid. Please check body is correct.";

  @TempDir private static Path data;
  private static RunningServer server;
  private static ApiClient api;
  private static String group;

  @BeforeAll
  static void start() {
    server = RunningServer.start(data);
    api = server.client().users("user1");
    group = api.group("user1");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1]",
        "nonsense",
        "{\"from\":\"a\",\"from\":\"b\"}",
        "{\"from\":\"user1\"} {}",
        "{\"from\":{\"a\":1},\"to\":[\"1\"],\"type\":\"txt\",\"body\":{\"msg\":\"x\"}}",
        "{\"to\":[{}],\"type\":\"txt\",\"body\":{\"msg\":\"x\"}}",
        "{\"to\":[\"1\"],\"type\":\"txt\",\"body\":{\"msg\":1}}",
        "{\"to\":[\"1\"],\"type\":\"txt\",\"body\":{\"msg\":\"\\ud800\"}}"
      })
  void malformed_json_is_an_invalid_body(String body) {
    api.post("/messages/chatgroups", body).isError(400, "invalid_request_body", INVALID);
  }

  @Test
  void json_nested_without_end_is_an_invalid_body() {
    String deep = "{\"ext\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    api.post("/messages/chatgroups", deep).isError(400, "invalid_request_body", INVALID);
  }

  @Test
  void bytes_that_are_not_utf_8_are_an_invalid_body() {
    byte[] body = "{\"from\":\"?\"}".getBytes(StandardCharsets.US_ASCII);
    body[9] = (byte) 0xff;

    api.bytes("POST", "/messages/chatgroups", body).isError(400, "invalid_request_body", INVALID);
  }

  @Test
  void a_body_without_end_is_cut_off() {
    String body = "{\"from\":\"" + "x".repeat(2 << 20) + "\"}";

    assertThat(api.post("/messages/chatgroups", body).status()).isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"from":"","to":["1"],"type":"txt","body":{"msg":"x"}}      | param from can't be empty
          {"type":"txt","body":{"msg":"x"}}                           | param to can't be empty
          {"to":[],"type":"txt","body":{"msg":"x"}}                   | param to can't be empty
          {"to":["1"],"body":{"msg":"x"}}                             | param type can't be empty
          {"to":["1"],"type":"txt"}                                   | param body can't be empty
          {"to":["1"],"type":"txt","body":{"msg":"x"},"ext":null}     | param ext must be JSONObject
          {"to":["1"],"type":"txt","body":{"msg":"x"},"ext":[]}       | param ext must be JSONObject
          {"to":["1","2","3","4"],"type":"txt","body":{"msg":"x"}}    | params to's size can't exceed limit 3
          """)
  void a_send_says_which_parameter_is_wrong(String body, String description) {
    api.post("/messages/chatgroups", body).isError(400, "message_send_error", description);
  }

  @Test
  void a_message_over_5_kb_is_too_large() {
    String body =
        "{\"to\":[\"%s\"],\"type\":\"txt\",\"body\":{\"msg\":\"%s\"}}"
            .formatted(group, "x".repeat(5 * 1024));

    api.post("/messages/chatgroups", body)
        .isError(400, "message_send_error", "message is too large");
  }

  @ParameterizedTest
  @CsvSource({
    "/thread, param_illegal, Failed to read HTTP message",
    "/messages/msg_recall, message_recall_error, param msg_id can't be empty",
    "/messages/batch_recall, message_recall_error, param msgs can't be empty"
  })
  void an_empty_object_names_what_is_missing(String path, String error, String description) {
    api.post(path, "{}").isError(400, error, description);
  }

  @Test
  void an_unknown_path_is_not_found_and_a_known_one_takes_only_its_methods() {
    api.get("/no/such/path")
        .isError(404, "service_resource_not_found", "Service resource not found");
    assertThat(api.call("PATCH", "/thread", "{}").status()).isEqualTo(405);
    assertThat(api.delete("/messages/chatgroups").status()).isEqualTo(405);
  }

  @Test
  void tokens_are_refused_with_the_text_for_what_is_wrong() {
    api.withToken(null)
        .get("/thread")
        .isError(401, "unauthorized", "Unable to authenticate due to expired access token");
    api.withToken("YWMtTEST-APP-TOKEN")
        .get("/thread")
        .isError(
            401, "auth_bad_access_token", "Unable to authenticate due to corrupt access token");
    api.withToken("nonsense")
        .get("/thread")
        .isError(
            401, "auth_bad_access_token", "Unable to authenticate due to corrupt access token");
  }

  @Test
  void a_body_of_a_clearly_foreign_type_is_not_read() throws Exception {
    var response =
        java.net.http.HttpClient.newHttpClient()
            .send(
                java.net.http.HttpRequest.newBuilder(
                        URI.create(server.url() + "/easemob-demo/easeim/token"))
                    .header("Content-Type", "application/xml")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("<token/>"))
                    .build(),
                java.net.http.HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(415);
  }

  @Test
  void an_unknown_app_is_not_found() throws Exception {
    var response =
        java.net.http.HttpClient.newHttpClient()
            .send(
                java.net.http.HttpRequest.newBuilder(URI.create(server.url() + "/no/such/users"))
                    .build(),
                java.net.http.HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(ApiClient.JSON.readTree(response.body()).get("error_description").stringValue())
        .isEqualTo("Could not find application for no/such from URI: no/such/users");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /a/b/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /easemob-demo/easeim/thread?limit=%ff HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /easemob-demo/easeim/token HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n"
      })
  void what_is_not_proper_http_is_a_bad_request(String request) throws IOException {
    URI url = URI.create(server.url());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).matches("(?s)HTTP/1.1 4.*");
    }
  }
}
