package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Waits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Clients of the vendor's web SDKs, as published, in one Node process: `sdk-test` is its program.
final class SdkClients implements AutoCloseable {

  static final List<String> PACKAGES = List.of("agora-chat", "easemob-websdk");

  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final Path FOLDER = root().resolve("sdk-test");

  /// Where a browser may be.
  static final List<String> CHROMIUM =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

  private final Process process;
  private final Writer input;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<Event> events = new ArrayList<>();

  /// Something that an SDK told of.
  ///
  /// @param args what its handler was called with
  record Event(String client, String name, JsonNode args) {
    JsonNode data() {
      return args.path(0);
    }
  }

  /// Why a promise of an SDK was rejected.
  static final class SdkException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int type;

    SdkException(JsonNode error) {
      super(error.path("message").asString("") + " (type " + error.path("type") + ")");
      type = error.path("type").asInt(Integer.MIN_VALUE);
    }

    int type() {
      return type;
    }
  }

  private SdkClients(Process process) {
    this.process = process;
    this.input = process.outputWriter(StandardCharsets.UTF_8);
    Thread _ = Thread.ofVirtual().name("sdk-output").start(this::read);
  }

  /// Where the clients run.
  enum Host {
    NODE("driver.js"),
    CHROMIUM("driver-chromium.mjs");

    private final String program;

    Host(String program) {
      this.program = program;
    }
  }

  /// Starts Node, which starts Chromium if it is to be the host; or skips the test and says what is
  /// missing.
  static SdkClients start(Host host) {
    requirePackages();
    Assumptions.assumeTrue(
        host == Host.NODE || CHROMIUM.stream().anyMatch(path -> Files.exists(Path.of(path))),
        "SKIPPED: the vendor's web SDKs in a browser need Chromium");
    try {
      Process process = new ProcessBuilder("node", host.program).directory(FOLDER.toFile()).start();
      showErrors(process);
      return new SdkClients(process);
    } catch (IOException e) {
      Assumptions.abort("SKIPPED: the vendor's web SDKs need node: " + e.getMessage());
      throw new UncheckedIOException(e);
    }
  }

  /// Sees to it that the packages are there, or skips the test and says what is missing.
  static void requirePackages() {
    Assumptions.assumeTrue(
        arePackagesThere(),
        "SKIPPED: the vendor's web SDKs are not there; `npm ci --ignore-scripts` in sdk-test needs"
            + " npm and the npm registry");
  }

  /// The folder of the checkout.
  static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("sdk-test"))
        ? here
        : Objects.requireNonNull(here.getParent());
  }

  /// Tests run in several processes: one of them installs, the others wait for it.
  private static synchronized boolean arePackagesThere() {
    try (FileChannel channel =
            FileChannel.open(
                FOLDER.resolve("node_modules.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      // npm writes it when everything else is in its place.
      return Files.exists(FOLDER.resolve("node_modules/.package-lock.json")) || install();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean install() {
    try {
      Process npm =
          new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
              .directory(FOLDER.toFile())
              // Not our standard input: Node makes what it reads non-blocking, for all who share
              // it.
              .redirectInput(new java.io.File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      showErrors(npm);
      return npm.waitFor(2, TimeUnit.MINUTES) && npm.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Copies what a process says of its errors to ours. A child that wrote to our own error stream
  /// would hold it open for whoever reads it, even after we are gone.
  private static void showErrors(Process process) {
    Thread _ =
        Thread.ofVirtual()
            .name("node-errors")
            .start(() -> process.errorReader().lines().forEach(System.err::println));
  }

  /// Makes a client that has not connected yet.
  void create(String name, String sdk, String url, String webSocket) {
    create(name, sdk, url, webSocket, Map.of());
  }

  /// @param options further options of the SDK
  void create(String name, String sdk, String url, String webSocket, Map<String, Object> options) {
    ObjectNode all = MAPPER.createObjectNode();
    all.put("appKey", RunningServer.APP.toString());
    all.put("isHttpDNS", false);
    all.put("url", webSocket);
    all.put("apiUrl", url);
    options.forEach(all::putPOJO);
    ObjectNode request = request("new", name);
    request.put("sdk", sdk);
    request.set("options", all);
    JsonNode _ = ask(request);
  }

  /// Calls a method of a client and waits for its promise.
  ///
  /// @throws SdkException if it is rejected
  JsonNode call(String client, String method, Object... args) {
    ObjectNode request = request("call", client);
    request.put("method", method);
    request.set("args", MAPPER.valueToTree(args));
    return ask(request);
  }

  /// Makes a message and sends it.
  ///
  /// @throws SdkException if it is rejected
  JsonNode send(String client, Map<String, Object> message) {
    return await(sendLater(client, message));
  }

  /// Makes a file of `size` bytes, uploads it, and sends a message of it; in a page alone.
  ///
  /// @throws SdkException if the upload or the message is rejected
  JsonNode sendFile(String client, Map<String, Object> message, int size) {
    ObjectNode request = request("sendFile", client);
    request.set("message", MAPPER.valueToTree(message));
    return ask(request.put("size", size).put("name", "large.bin"));
  }

  /// The statuses of the answers that the page has got from addresses with `part` in them, in the
  /// order of the calls. In Chromium only.
  List<Integer> statuses(String part) {
    ObjectNode request = request("statuses", "page").put("part", part);
    return ask(request).valueStream().map(JsonNode::asInt).toList();
  }

  CompletableFuture<JsonNode> sendLater(String client, Map<String, Object> message) {
    ObjectNode request = request("send", client);
    request.set("message", MAPPER.valueToTree(message));
    return later(request);
  }

  /// Gives a message of a group another text.
  JsonNode modify(String client, String id, String group, String text) {
    ObjectNode request = request("modify", client);
    request.put("message", id);
    request.set(
        "fresh",
        MAPPER.valueToTree(
            Map.of("type", "txt", "chatType", "groupChat", "to", group, "msg", text)));
    return ask(request);
  }

  /// Cuts the client's WebSocket, as a network does.
  void drop(String client) {
    JsonNode _ = ask(request("drop", client));
  }

  private static ObjectNode request(String operation, String client) {
    ObjectNode request = MAPPER.createObjectNode();
    request.put("op", operation);
    request.put("client", client);
    return request;
  }

  private JsonNode ask(ObjectNode request) {
    return await(later(request));
  }

  private CompletableFuture<JsonNode> later(ObjectNode request) {
    long id = ids.incrementAndGet();
    request.put("id", id);
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    try {
      synchronized (input) {
        input.write(request + "\n");
        input.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer;
  }

  private static JsonNode await(CompletableFuture<JsonNode> answer) {
    try {
      return answer.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SdkException of) {
        throw of;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("the SDK has not settled its promise", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      output.lines().forEach(this::take);
    } catch (IOException | UncheckedIOException e) {
      take("{\"event\":\"ended\",\"args\":[]}");
    }
    waiting.values().forEach(answer -> answer.cancel(false));
  }

  private void take(String line) {
    JsonNode json = MAPPER.readTree(line);
    if (json.has("re")) {
      CompletableFuture<JsonNode> answer = waiting.remove(json.path("re").asLong());
      if (answer != null && json.has("error")) {
        answer.completeExceptionally(new SdkException(json.path("error")));
      } else if (answer != null) {
        answer.complete(json.path("result"));
      }
      return;
    }
    synchronized (events) {
      events.add(
          new Event(
              json.path("client").asString(""),
              json.path("event").asString(""),
              json.path("args")));
      events.notifyAll();
    }
  }

  /// Waits for an event of a client that fits, and takes it and those before it away.
  Event await(String client, String name, Predicate<JsonNode> fits) {
    long end = System.nanoTime() + Waits.PATIENCE.toNanos();
    synchronized (events) {
      while (true) {
        Event found = find(client, name, fits);
        if (found != null) {
          events.remove(found);
          return found;
        }
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw Waits.failed(client + " was not told of " + name + "; there were " + shown(client));
        }
        try {
          events.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        }
      }
    }
  }

  Event await(String client, String name) {
    return await(client, name, _ -> true);
  }

  /// Waits until a client was told of something so often, and leaves it there.
  void awaitCount(String client, String name, int count) {
    long end = System.nanoTime() + Waits.PATIENCE.toNanos();
    synchronized (events) {
      while (of(client, name).size() < count) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw Waits.failed(
              "%s was told of %s %d times, not %d"
                  .formatted(client, name, of(client, name).size(), count));
        }
        try {
          events.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private @Nullable Event find(String client, String name, Predicate<JsonNode> fits) {
    for (Event event : events) {
      if (event.client().equals(client) && event.name().equals(name) && fits.test(event.data())) {
        return event;
      }
    }
    return null;
  }

  /// What a client was told and nobody has waited for.
  List<Event> of(String client, String name) {
    synchronized (events) {
      return events.stream()
          .filter(event -> event.client().equals(client) && event.name().equals(name))
          .toList();
    }
  }

  private List<String> shown(String client) {
    return events.stream()
        .filter(event -> event.client().equals(client) || event.client().isEmpty())
        .map(event -> event.name() + event.args())
        .toList();
  }

  /// Nothing went wrong inside the SDKs that they did not tell of.
  void requireNoAccident() {
    synchronized (events) {
      assertThat(events)
          .filteredOn(
              event ->
                  event.name().equals("unhandledRejection")
                      || event.name().equals("uncaughtException"))
          .isEmpty();
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
