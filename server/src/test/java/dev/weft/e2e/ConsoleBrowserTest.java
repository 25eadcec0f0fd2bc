package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weft.app.AppKey;
import dev.weft.app.OperatorRole;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The console in a browser: `console/test/browser/run.mjs` uses every screen against a server with
/// real traffic. It needs Node.js, Chromium, and the console built (`npm ci && npm run build`).
@Tag("slow")
class ConsoleBrowserTest {

  private static final Path CONSOLE = Path.of("..", "console").toAbsolutePath().normalize();

  private static final List<String> CHROMIUM =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

  /// Longer than any run; a browser that hangs must not hold up the build.
  private static final long MAX_MINUTES = 10;

  /// Characters of a message that is nearly as long as one may be.
  private static final int LARGE = 4_500;

  private static final String BIG_NUMBER = "9223372036854775807";

  @TempDir private Path data;

  @Test
  void every_screen_and_action_works_in_a_browser() throws IOException, InterruptedException {
    assumeThat(CHROMIUM).as("a browser").anyMatch(path -> Files.exists(Path.of(path)));
    assumeThat(CONSOLE.resolve("dist/console/index.html")).as("the console, built").exists();
    assumeThat(CONSOLE.resolve("node_modules/playwright-core")).as("its libraries").exists();
    HttpServer endpoint = endpoint();
    try (RunningServer server = RunningServer.start(data, Map.of(), Clock.systemUTC())) {
      Stage stage = new Stage(server, "http://127.0.0.1:" + endpoint.getAddress().getPort());
      ProcessBuilder builder =
          new ProcessBuilder("node", "test/browser/run.mjs")
              .directory(CONSOLE.toFile())
              .redirectErrorStream(true);
      builder.environment().put("WEFT_URL", server.url());
      builder.environment().put("STAGE", stage.json());
      Path copied = data.resolve("RecordedCallbackTest.java");
      builder.environment().put("COPIED_TEST", copied.toString());
      String pictures = System.getProperty("console.screenshots", "");
      if (!pictures.isEmpty()) {
        builder.environment().put("SCREENSHOTS", Path.of(pictures).toAbsolutePath().toString());
      }
      Path log = data.resolve("browser.log");
      Process browser = builder.redirectOutput(log.toFile()).start();
      boolean ended = browser.waitFor(MAX_MINUTES, TimeUnit.MINUTES);
      if (!ended) {
        browser.descendants().forEach(ProcessHandle::destroyForcibly);
        browser.destroyForcibly();
      }
      String said = Files.readString(log);
      System.out.println(said);
      assertThat(said).as("what the browser said").contains(" 0 failed").doesNotContain("FAILED");
      assertThat(ended).isTrue();
      if (System.getenv("ONLY") == null) {
        assertCompiles(copied);
      }
    } finally {
      endpoint.stop(0);
    }
  }

  /// What *Copy as JUnit test* gave is Java that the receiver library understands.
  private static void assertCompiles(Path source) {
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                source.resolveSibling("compiled").toString(),
                source.toString());
    assertThat(status).as("javac of " + source).isZero();
  }

  /// An app server of three kinds: one that takes all, one that takes nothing, one that is hostile.
  private static HttpServer endpoint() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/ok", exchange -> answer(exchange, 200, "{\"ok\":true}".getBytes(StandardCharsets.UTF_8)));
    server.createContext(
        "/bad",
        exchange -> answer(exchange, 500, "order 4711 unknown".getBytes(StandardCharsets.UTF_8)));
    server.createContext(
        "/hostile",
        exchange -> {
          byte[] script =
              "<script>globalThis.__hacked=1</script>\u202e".getBytes(StandardCharsets.UTF_8);
          byte[] large = new byte[1 << 20];
          java.util.Arrays.fill(large, (byte) 0xfe);
          System.arraycopy(script, 0, large, 0, script.length);
          exchange.getResponseHeaders().set("X-Evil", "<script>globalThis.__hacked=1</script>");
          exchange.getResponseHeaders().set("Set-Cookie", "session=stolen");
          answer(exchange, 500, large);
        });
    server.start();
    return server;
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      // The server of callbacks reads no further than it wants to.
    }
  }

  /// What has happened before the browser comes.
  private static final class Stage {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String HOSTILE = "<img src=x onerror='globalThis.__hacked=1'>\u202e\u200b";

    private final Map<String, String> facts = new LinkedHashMap<>();
    private final ApiClient api;

    Stage(RunningServer server, String endpoint) {
      api = server.client();
      api.users("ada", "bob", "chen");
      rule("orders", endpoint + "/ok", "\"events\":[\"thread\",\"thread_lifecycle\"]");
      rule(
          "billing",
          endpoint + "/bad",
          "\"retry\":[\"0s\",\"50ms\",\"100ms\"],\"from\":[\"chen\"]");
      rule("hostile", endpoint + "/hostile", "\"retry\":[\"0s\"],\"from\":[\"ada\"]");
      api.rule("{\"name\":\"archive\",\"delivery\":\"pull\"}");
      String group = api.group("ada", "bob", "chen");
      String thread = thread(group, "Lunch");
      String hostileThread = thread(group, HOSTILE);
      facts.put("text", "Noodles at noon");
      String message = send("bob", thread, "Noodles at noon");
      for (int i = 0; i < 60; i++) {
        send(i % 2 == 0 ? "bob" : "chen", thread, "message number " + i);
      }
      String hostile = send("ada", hostileThread, HOSTILE);
      api.users("mallory");
      api.put("/users/mallory", JSON.writeValueAsString(Map.of("nickname", HOSTILE))).ok();
      String large = send("ada", hostileThread, HOSTILE + "x".repeat(LARGE));
      facts.put("hostileMessage", hostile);
      facts.put("silent", api.text("bob", group, "not in a thread"));
      facts.put("givenUp", hostile);
      facts.put("app", RunningServer.APP.toString());
      facts.put("group", group);
      facts.put("thread", thread);
      facts.put("hostileThread", hostileThread);
      facts.put("message", message);
      facts.put("unmatched", message);
      facts.put("bigNumber", BIG_NUMBER);
      facts.put("okUrl", endpoint + "/ok");
      facts.put("delivered", callId("orders", "delivered", message));
      facts.put("failed", callId("billing", "stored", null));
      facts.put("hostile", callId("hostile", "stored", hostile));
      facts.put("large", callId("hostile", "stored", large));
      server.ensureApp(new AppKey("globex", "support"));
      server.operators().add("root", OperatorRole.ADMIN, true, "");
      facts.put("link", link(server.operators().link("root")));
      facts.put(
          "tenantLink",
          link(server.operators().tenantLink(RunningServer.APP, Duration.ofHours(1))));
      facts.put("emptyApp", "globex#support");
      facts.put(
          "emptyLink",
          link(
              server.operators().tenantLink(new AppKey("globex", "support"), Duration.ofHours(1))));
    }

    private static String link(String secret) {
      return "/console/link#" + secret;
    }

    private void rule(String name, String url, String more) {
      api.rule("{\"name\":\"%s\",\"url\":\"%s\",%s}".formatted(name, url, more));
    }

    private String thread(String group, String name) {
      String parent = api.text("ada", group, "about " + group);
      JsonNode body =
          JSON.valueToTree(
              Map.of("group_id", group, "name", name, "msg_id", parent, "owner", "ada"));
      return api.post("/thread", body.toString()).data().get("thread_id").stringValue();
    }

    private String send(String from, String to, String text) {
      JsonNode body =
          JSON.readTree(
              """
              {"from":"%s","to":["%s"],"type":"txt","ext":{"order":%s},"body":{"msg":%s}}
              """
                  .formatted(from, to, BIG_NUMBER, JSON.writeValueAsString(text)));
      return api.send(body.toString(), to);
    }

    /// Waits until a callback of the rule is in the state.
    private String callId(
        String rule, String state, @org.jspecify.annotations.Nullable String message) {
      String path =
          "/callbacks/deliveries?rule=%s&state=%s%s"
              .formatted(rule, state, message == null ? "" : "&msg_id=" + message);
      return await()
          .until(() -> api.get(path).ok().get("data"), data -> data.size() > 0)
          .get(0)
          .get("call_id")
          .stringValue();
    }

    String json() {
      return JSON.writeValueAsString(facts);
    }
  }
}
