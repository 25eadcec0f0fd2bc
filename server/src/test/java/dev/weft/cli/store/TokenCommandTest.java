package dev.weft.cli.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.cli.Weft;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
class TokenCommandTest {

  private static final String APP = "acme#chat";

  @TempDir private Path data;

  @Test
  void prints_a_token_with_which_a_user_is_let_in() throws Exception {
    makeApp();
    try (Weft server = Weft.serve(data)) {
      register(server, "anna");

      String token = token("anna").success();
      JsonNode json = JsonMapper.shared().readTree(token("anna", "--json").success());

      String contacts = server.url() + "/acme/chat/users/anna/contacts/users";
      assertThat(get(contacts, token).statusCode()).isEqualTo(200);
      assertThat(get(contacts, json.path("token").asString()).statusCode()).isEqualTo(200);
      assertThat(get(contacts, token + "x").statusCode()).isEqualTo(401);
      assertThat(get(contacts.replace("anna", "ben"), token).statusCode()).isEqualTo(403);
      assertThat(json.path("user").asString()).isEqualTo("anna");
      assertThat(token("ben").sentence()).contains("no user ben").contains("register");
    }
  }

  private void makeApp() {
    Weft.runHere("app", "create", APP, "--data", data.toString()).success();
    assertThat(token("anna").sentence()).contains("no user anna");
  }

  private Weft.Result token(String user, String... more) {
    String[] all = new String[6 + more.length];
    System.arraycopy(
        new String[] {"token", user, "--app", APP, "--data", data.toString()}, 0, all, 0, 6);
    System.arraycopy(more, 0, all, 6, more.length);
    return Weft.runHere(all);
  }

  private void register(Weft server, String user) throws IOException, InterruptedException {
    JsonNode app =
        JsonMapper.shared()
            .readTree(
                Weft.runHere("app", "rotate-secret", APP, "--json", "--data", data.toString())
                    .success());
    String credentials =
        "{\"grant_type\":\"client_credentials\",\"client_id\":\"%s\",\"client_secret\":\"%s\"}"
            .formatted(app.path("client_id").asString(), app.path("client_secret").asString());
    String token =
        JsonMapper.shared()
            .readTree(post(server.url() + "/acme/chat/token", "", credentials).body())
            .path("access_token")
            .asString();
    String body = "{\"username\":\"%s\",\"password\":\"pw\"}".formatted(user);
    assertThat(post(server.url() + "/acme/chat/users", token, body).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> get(String url, String token)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url)).GET(), token);
  }

  private static HttpResponse<String> post(String url, String token, String body)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(body)), token);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, String token)
      throws IOException, InterruptedException {
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), BodyHandlers.ofString());
    }
  }
}
