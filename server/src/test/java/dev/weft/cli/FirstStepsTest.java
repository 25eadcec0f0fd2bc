package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first steps of the README, run as they stand there.
@Tag("slow")
class FirstStepsTest {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Path WALK = HOME.resolve("examples/first-steps/walk.sh");

  @TempDir private Path folder;
  private final BlockingQueue<String> operations = new LinkedBlockingQueue<>();
  private HttpServer appServer;

  @BeforeEach
  void startAppServer() throws IOException {
    appServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    appServer.createContext(
        "/callbacks",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          operations.add(String.valueOf(exchange.getRequestHeaders().getFirst("weft-operation")));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    appServer.start();
  }

  @AfterEach
  void stopAppServer() {
    appServer.stop(0);
  }

  @Test
  void are_the_same_in_both_languages() throws IOException {
    List<String> english = commands(HOME.resolve("README.md"));

    assertThat(english).contains("bash examples/first-steps/walk.sh");
    assertThat(commands(HOME.resolve("README.zh-CN.md"))).isEqualTo(english);
  }

  @Test
  void make_a_thread_and_three_callbacks() throws Exception {
    Path program = program();
    List<String> serve = words(command("serve --app"));
    serve.addAll(List.of("--port", "0", "--data", folder.resolve("weft-data").toString()));
    try (Weft server = Weft.start(serve.toArray(String[]::new))) {
      server.awaitLine("weft is ready on http://");
      ProcessBuilder walk = new ProcessBuilder("bash", WALK.toString()).directory(folder.toFile());
      walk.environment().put("WEFT", program.toString());
      walk.environment()
          .put("HOOK", "http://127.0.0.1:" + appServer.getAddress().getPort() + "/callbacks");

      Process walked = walk.redirectErrorStream(true).start();
      String said = String.join("\n", walked.inputReader().lines().toList());

      assertThat(walked.waitFor()).as(said).isZero();
      assertThat(said).contains("whsec_").contains("thread ");
      for (String operation : List.of("send", "modify", "recall")) {
        assertThat(operations.poll(60, TimeUnit.SECONDS)).as(said).isEqualTo(operation);
      }
    }
  }

  /// The commands of a README that are to be typed.
  private static List<String> commands(Path readme) throws IOException {
    return Files.readAllLines(readme).stream()
        .filter(line -> line.matches(" {4}(\\./weft|bash|python3) .*"))
        .map(line -> line.replaceAll(" {2,}#.*", "").strip())
        .toList();
  }

  private static String command(String start) throws IOException {
    return commands(HOME.resolve("README.md")).stream()
        .filter(command -> command.startsWith("./weft " + start))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(command);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    words.removeFirst();
    return words;
  }

  /// What stands for `./weft`: the classes of this build.
  private Path program() throws IOException {
    Path program =
        Files.writeString(
            folder.resolve("weft"),
            "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp '%s' dev.weft.cli.Main \"$@\"\n"
                .formatted(
                    Path.of(System.getProperty("java.home"), "bin", "java"),
                    System.getProperty("java.class.path")));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }
}
