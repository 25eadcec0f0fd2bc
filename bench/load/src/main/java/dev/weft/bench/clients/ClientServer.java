package dev.weft.bench.clients;

import dev.weft.bench.Child;
import dev.weft.bench.FailedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server that clients connect to, and the app server's side of it.
final class ClientServer implements AutoCloseable {

  static final String APP_KEY = "bench#load";

  private static final Duration START = Duration.ofSeconds(120);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int CALLS = 64;
  private static final int USERS_PER_CALL = 50;

  /// Passwords are nobody's concern here; connections are.
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "WEFT_APP_BCRYPT_COST", "4",
          "WEFT_GATEWAY_CONNECTIONS", "100000",
          "WEFT_SERVER_CONNECTIONS", "110000");

  private final Child process;
  private final int port;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String token;

  private ClientServer(Child process, int port) throws InterruptedException {
    this.process = process;
    this.port = port;
    this.token =
        call(
                "/token",
                Map.of(
                    "grant_type",
                    "client_credentials",
                    "client_id",
                    "bench",
                    "client_secret",
                    "bench-secret"),
                "")
            .path("access_token")
            .asString("");
  }

  /// Starts a server, on the data it had before if there is some.
  ///
  /// @param port 0 for any
  static ClientServer start(Path weft, Path folder, int port)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            weft.toString(),
            "serve",
            "--port",
            Integer.toString(port),
            "--data",
            folder.resolve("data").toString(),
            "--app",
            APP_KEY,
            "--client-id",
            "bench",
            "--client-secret",
            "bench-secret",
            "--callback-allow",
            "127.0.0.0/8");
    Child child = Child.start("weft", command, "", ENVIRONMENT, folder);
    String url = child.await("weft is ready on ", START);
    return new ClientServer(child, Integer.parseInt(url.substring(url.lastIndexOf(':') + 1)));
  }

  int port() {
    return port;
  }

  /// Memory of the server that is resident now, in bytes.
  long residentBytes() throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1_024;
      }
    }
    throw new FailedException("the server says nothing of its memory");
  }

  /// Makes users `name0`, `name1` and so on, and answers a token for each.
  List<String> users(String name, int count) throws InterruptedException {
    List<Future<?>> made = new ArrayList<>();
    List<Future<String>> tokens = new ArrayList<>();
    Semaphore calls = new Semaphore(CALLS);
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int from = 0; from < count; from += USERS_PER_CALL) {
        List<Map<String, String>> some = new ArrayList<>();
        for (int i = from; i < Math.min(count, from + USERS_PER_CALL); i++) {
          some.add(Map.of("username", name + i, "password", "pw"));
        }
        made.add(each.submit(() -> limited(calls, () -> call("/users", some, token))));
      }
      for (Future<?> one : made) {
        wait(one);
      }
      for (int i = 0; i < count; i++) {
        Map<String, String> grant =
            Map.of("grant_type", "inherit", "username", name + i);
        tokens.add(
            each.submit(
                () ->
                    limited(
                        calls,
                        () -> call("/token", grant, token).path("access_token").asString(""))));
      }
      List<String> all = new ArrayList<>();
      for (Future<String> one : tokens) {
        all.add(wait(one));
      }
      return all;
    }
  }

  private interface Work<T> {
    T run() throws InterruptedException;
  }

  private static <T> T limited(Semaphore calls, Work<T> work) throws InterruptedException {
    calls.acquire();
    try {
      return work.run();
    } finally {
      calls.release();
    }
  }

  private static <T> T wait(Future<T> one) throws InterruptedException {
    try {
      return one.get();
    } catch (ExecutionException e) {
      throw new FailedException("the server cannot be set up: " + e.getCause(), e);
    }
  }

  /// A group of `name0` and the others up to `members`.
  String group(String name, int members) throws InterruptedException {
    List<String> others = new ArrayList<>();
    for (int i = 1; i < members; i++) {
      others.add(name + i);
    }
    return group(name + "0", others);
  }

  /// A group of an owner and others.
  String group(String owner, List<String> others) throws InterruptedException {
    return call(
            "/chatgroups",
            Map.of(
                "groupname",
                "bench",
                "description",
                "bench",
                "public",
                true,
                "maxusers",
                Math.max(others.size() + 1, 200),
                "owner",
                owner,
                "members",
                others),
            token)
        .path("data")
        .path("groupid")
        .asString("");
  }

  void rule(int receiver) throws InterruptedException {
    JsonNode _ =
        call(
            "/callbacks/rules",
            Map.of(
                "name",
                "bench",
                "url",
                "http://127.0.0.1:" + receiver + "/",
                "events",
                List.of("message")),
            token);
  }

  /// Sends a text as the app server does.
  void text(String from, String group, String text) throws InterruptedException {
    JsonNode _ =
        call(
            "/messages/chatgroups",
            Map.of(
                "from", from, "to", List.of(group), "type", "txt", "body", Map.of("msg", text)),
            token);
  }

  private JsonNode call(String path, Object body, String bearer) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/bench/load" + path))
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + bearer)
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new FailedException(
            "Weft answers " + path + " with " + response.statusCode() + " " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new FailedException("Weft does not answer " + path, e);
    }
  }

  /// Ends the server as an operator does.
  @Override
  public void close() {
    process.close();
    http.close();
  }
}
