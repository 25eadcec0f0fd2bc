package dev.weft.cli.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weft.app.AppKey;
import dev.weft.app.Credentials;
import dev.weft.cli.Weft;
import dev.weft.cli.Weft.Result;
import dev.weft.cli.base.ServerApi;
import dev.weft.receiver.CallbackReceiver;
import dev.weft.receiver.Reception;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `weft listen` between a real server and an app server on this machine.
@Tag("slow")
@Timeout(180)
class ListenCommandTest {

  private static final String APP = "acme#chat";
  private static final String[] CREDENTIALS = {
    "--app", APP, "--client-id", "ci", "--client-secret", "s3cret"
  };
  private static final List<String> USERS = List.of("ben", "cleo", "dan");

  /// A request the app server took, or did not.
  private record Arrived(Map<String, List<String>> headers, String body, boolean taken) {

    JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }

    byte[] bytes() {
      return body.getBytes(StandardCharsets.UTF_8);
    }

    String to() {
      return json().path("to").asString();
    }

    String text() {
      return json().at("/payload/bodies/0/msg").asString();
    }
  }

  @TempDir private static Path data;
  private static Weft server;
  private static final AtomicInteger rules = new AtomicInteger();
  private final String rule = "laptop" + rules.incrementAndGet();
  private HttpServer appServer;
  private final List<Arrived> arrived = new CopyOnWriteArrayList<>();
  private volatile Predicate<Integer> takes = _ -> true;

  @BeforeAll
  static void serve() {
    server = Weft.serve(data, CREDENTIALS);
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @BeforeEach
  void start() throws IOException {
    appServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    appServer.createContext("/", this::answer);
    appServer.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    appServer.start();
  }

  @AfterEach
  void stop() {
    appServer.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean taken = takes.test(arrived.size());
    arrived.add(new Arrived(Map.copyOf(exchange.getRequestHeaders()), body, taken));
    exchange.sendResponseHeaders(taken ? 204 : 500, -1);
    exchange.close();
  }

  private Weft listen(String... more) {
    return listenFor("http://127.0.0.1:" + appServer.getAddress().getPort() + "/hook", more);
  }

  private Weft listenFor(String target, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of("listen", APP, "--rule", rule, "--data", data.toString(), "--forward"));
    all.add(target);
    all.addAll(List.of(more));
    Weft listening = Weft.start(all.toArray(String[]::new));
    listening.awaitLine("listening to rule " + rule);
    return listening;
  }

  private void addRule() {
    Weft.runHere(
            "rule", "add", APP, rule, "--pull", "--events", "message", "--data", data.toString())
        .success();
  }

  private void send(int from, int to) {
    try (ServerApi api = api()) {
      for (int i = from; i < to; i++) {
        api.post(
            "/messages/users",
            Map.of("from", "ann", "to", USERS, "type", "txt", "body", Map.of("msg", "m" + i)));
      }
    }
  }

  private ServerApi api() {
    return ServerApi.withCredentials(
        URI.create(server.url()), new AppKey("acme", "chat"), new Credentials("ci", "s3cret"));
  }

  private List<String> taken(String user) {
    return arrived.stream()
        .filter(Arrived::taken)
        .filter(one -> one.to().equals(user))
        .map(Arrived::text)
        .toList();
  }

  private void awaitTaken(int count) {
    await().until(() -> arrived.stream().filter(Arrived::taken).count() == count);
  }

  private static List<String> texts(int count) {
    return IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
  }

  @Test
  void every_callback_arrives_once_in_order_while_the_app_fails_and_the_server_restarts() {
    addRule();
    takes = number -> number % 3 != 0;
    send(0, 5);
    try (Weft listening = listen()) {
      send(5, 10);
      awaitTaken(30);
      server.stop();
      server = Weft.serve(data, CREDENTIALS);
      send(10, 20);
      awaitTaken(60);

      assertThat(USERS).allSatisfy(user -> assertThat(taken(user)).isEqualTo(texts(20)));
      Result result = listening.stop();
      assertThat(result.exit()).isZero();
      assertThat(result.err()).contains("the server is gone").contains("the server is back");
      assertThat(result.out().lines().filter(line -> line.contains("  204  "))).hasSize(60);
      assertThat(result.out()).contains("trying again").contains("after 2 attempts");
    }

    // What was done is not done again.
    takes = _ -> true;
    send(20, 21);
    try (Weft again = listen()) {
      awaitTaken(63);
      assertThat(again.stop().exit()).isZero();
    }
    assertThat(USERS).allSatisfy(user -> assertThat(taken(user)).isEqualTo(texts(21)));
  }

  @Test
  void a_failing_thread_holds_up_itself_and_nobody_else() {
    addRule();
    send(0, 1);
    try (Weft listening = listen()) {
      awaitTaken(3);
      takes = _ -> false;
      send(1, 2);
      await().until(() -> arrived.size() >= 6);
      assertThat(listening.stop().exit()).isZero();
    }

    takes = _ -> true;
    try (Weft listening = listen()) {
      awaitTaken(6);
      assertThat(USERS).allSatisfy(user -> assertThat(taken(user)).isEqualTo(texts(2)));
      assertThat(listening.stop().exit()).isZero();
    }
  }

  @Test
  void makes_the_rule_it_is_told_to_and_forwards_what_verifies() {
    try (Weft listening = listen("--create")) {
      String secret =
          listening.out().lines().filter(line -> line.contains("whsec_")).findFirst().orElseThrow();
      Weft.runHere("rule", "list", APP, "--data", data.toString())
          .success()
          .lines()
          .filter(line -> line.contains(rule))
          .forEach(line -> assertThat(line).endsWith("(none: fetched)"));
      try (ServerApi api = api()) {
        api.put("/callbacks/rules/" + rule, Map.of("events", List.of("message")));
      }
      send(0, 1);
      awaitTaken(3);

      CallbackReceiver receiver =
          CallbackReceiver.builder().secret(secret.substring(secret.indexOf("whsec_"))).build();
      assertThat(arrived)
          .allSatisfy(
              one ->
                  assertThat(receiver.receive("POST", one.headers(), one.bytes()))
                      .isInstanceOf(Reception.Accepted.class));
      assertThat(listening.stop().exit()).isZero();
    }
  }

  @Test
  void gets_copies_of_what_a_rule_sends_elsewhere_from_then_on() {
    Weft.runHere(
            "rule",
            "add",
            APP,
            rule,
            "https://weft.invalid/",
            "--events",
            "message",
            "--data",
            data.toString())
        .success();
    send(0, 1);
    try (Weft listening = listen()) {
      send(1, 2);
      awaitTaken(3);
      assertThat(listening.stop().exit()).isZero();
    }
    assertThat(USERS).allSatisfy(user -> assertThat(taken(user)).containsExactly("m1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void reaches_an_app_server_on_either_address_of_localhost(String address) throws IOException {
    HttpServer other;
    try {
      InetAddress only = InetAddress.getAllByName(address)[0];
      other = HttpServer.create(new InetSocketAddress(only, 0), 0);
    } catch (BindException e) {
      assumeTrue(false, "this machine has no " + address);
      return;
    }
    other.createContext("/", this::answer);
    other.start();
    addRule();
    send(0, 1);
    try (Weft listening = listenFor("http://localhost:" + other.getAddress().getPort() + "/hook")) {
      awaitTaken(3);
      assertThat(listening.stop().exit()).isZero();
    } finally {
      other.stop(0);
    }
  }

  @Test
  void says_that_the_app_server_refuses_connections_and_goes_on() throws IOException {
    int port = appServer.getAddress().getPort();
    stop();
    addRule();
    send(0, 1);
    try (Weft listening = listenFor("http://localhost:" + port + "/hook")) {
      assertThat(listening.awaitLine("connection refused"))
          .contains("127.0.0.1:" + port)
          .contains("[::1]:" + port)
          .contains("trying again");
      appServer =
          HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
      appServer.createContext("/", this::answer);
      appServer.start();
      awaitTaken(3);
      assertThat(listening.stop().exit()).isZero();
    }
  }

  @Test
  void says_in_one_sentence_what_is_wrong() {
    String target = "http://127.0.0.1:1/";
    String[] unknown = {
      "listen", APP, "--rule", "none", "--forward", target, "--data", data.toString()
    };
    String[] odd = {
      "listen", APP, "--rule", "none", "--forward", "localhost:3000", "--data", data.toString()
    };

    assertThat(Weft.runHere(unknown).sentence()).contains("\"none\"").contains("--create");
    assertThat(Weft.runHere(odd).exit()).isEqualTo(2);
    addRule();
    try (Weft listening = listen()) {
      Weft.runHere("rule", "remove", APP, rule, "--data", data.toString()).success();
      assertThat(listening.ended().sentence()).contains(rule);
    }
  }
}
