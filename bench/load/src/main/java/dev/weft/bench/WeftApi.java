package dev.weft.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sets a running Weft up for a run, over its REST API.
final class WeftApi implements AutoCloseable {

  static final String ORG = "bench";
  static final String APP = "load";
  static final String CLIENT_ID = "bench";
  static final String CLIENT_SECRET = "bench-secret";
  static final String USER = "ann";

  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.shared();

  /// Calls at once. More do not make it faster.
  private static final int CALLS = 64;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI base;
  private final String token;

  WeftApi(int port) throws InterruptedException {
    base = URI.create("http://127.0.0.1:" + port + "/" + ORG + "/" + APP);
    Map<String, String> grant =
        Map.of(
            "grant_type", "client_credentials",
            "client_id", CLIENT_ID,
            "client_secret", CLIENT_SECRET);
    token = call("/token", grant, "").path("access_token").asString("");
  }

  String token() {
    return token;
  }

  /// Makes a user and a group, and as many threads as the shape has.
  ///
  /// @return the ids of the threads
  List<String> threads(int count) throws InterruptedException {
    String group = group();
    return made(count, index -> thread(group, index));
  }

  /// Makes a user and a group, and sends messages to it.
  ///
  /// @return the ids of the messages
  List<String> messages(int count) throws InterruptedException {
    String group = group();
    return made(count, _ -> message(group));
  }

  /// Makes users.
  ///
  /// @return their names
  List<String> users(int count) throws InterruptedException {
    return made(count, index -> user("user" + index));
  }

  /// Makes one of many.
  private interface Maker {
    String make(int index) throws InterruptedException;
  }

  private static List<String> made(int count, Maker maker) throws InterruptedException {
    Semaphore calls = new Semaphore(CALLS);
    List<Future<String>> made = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        calls.acquire();
        int index = i;
        made.add(
            executor.submit(
                () -> {
                  try {
                    return maker.make(index);
                  } finally {
                    calls.release();
                  }
                }));
      }
    }
    List<String> ids = new ArrayList<>(count);
    for (Future<String> each : made) {
      try {
        ids.add(each.get());
      } catch (ExecutionException e) {
        throw new FailedException("Weft cannot be set up: " + e.getCause(), e);
      }
    }
    return ids;
  }

  private String user(String name) throws InterruptedException {
    post("/users", Map.of("username", name, "password", CLIENT_SECRET));
    return name;
  }

  private String group() throws InterruptedException {
    String owner = user(USER);
    return post(
            "/chatgroups",
            Map.of("groupname", "bench", "description", "bench", "public", true, "owner", owner))
        .path("data")
        .path("groupid")
        .asString("");
  }

  private String message(String group) throws InterruptedException {
    return post(
            "/messages/chatgroups",
            Map.of(
                "from",
                USER,
                "to",
                List.of(group),
                "type",
                "txt",
                "body",
                Map.of("msg", "A thread begins here")))
        .path("data")
        .path(group)
        .asString("");
  }

  private String thread(String group, int index) throws InterruptedException {
    return post(
            "/thread",
            Map.of(
                "group_id",
                group,
                "msg_id",
                message(group),
                "owner",
                USER,
                "name",
                "thread " + index))
        .path("data")
        .path("thread_id")
        .asString("");
  }

  /// Makes the rules: each thread's callbacks go to one of them.
  void rules(Shape shape, List<String> threads, int receiver) throws InterruptedException {
    for (int i = 0; i < shape.rules(); i++) {
      int index = i;
      Map<String, Object> rule = new LinkedHashMap<>();
      rule.put("name", "rule" + index);
      rule.put("url", "http://127.0.0.1:" + receiver + "/" + index);
      rule.put("events", List.of("thread"));
      if (!shape.retry().isEmpty()) {
        rule.put("retry", shape.retry());
      }
      if (shape.rules() > 1) {
        rule.put(
            "group_ids",
            IntStream.range(0, threads.size())
                .filter(thread -> shape.rule(thread) == index)
                .mapToObj(threads::get)
                .toList());
      }
      post("/callbacks/rules", rule);
    }
  }

  private JsonNode post(String path, Object body) throws InterruptedException {
    return call(path, body, token);
  }

  private JsonNode call(String path, Object body, String bearer) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
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

  @Override
  public void close() {
    http.close();
  }
}
