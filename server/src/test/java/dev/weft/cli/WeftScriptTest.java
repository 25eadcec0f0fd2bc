package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `weft` in a checkout of nothing, with a Maven and a JDK that only say what they are
/// asked to do.
@Tag("slow")
class WeftScriptTest {

  private static final Path SCRIPT = Path.of("..", "weft").toAbsolutePath().normalize();

  @TempDir private Path checkout;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void check_out() throws IOException {
    Files.copy(SCRIPT, checkout.resolve("weft"));
    for (String file :
        List.of(
            "pom.xml",
            "receiver/pom.xml",
            "server/pom.xml",
            "receiver/src/main/A.java",
            "server/src/main/A.java")) {
      Files.createDirectories(checkout.resolve(file).getParent());
      Files.writeString(checkout.resolve(file), "");
    }
    executable(
        "tools/mvn",
        """
        [ "$1" != -v ] || { echo "Apache Maven ${MAVEN_IS:-3.9.9} (a comment)"; exit; }
        echo "$@" >>"$ASKED"
        echo "[INFO] --- compiler:3:compile (default-compile) @ weft-server ---"
        echo "[INFO] Compiling 3 source files with javac"
        [ -z "${GATE:-}" ] || cat "$GATE" >/dev/null
        [ -z "${BROKEN:-}" ] || { echo "[ERROR] A.java is not Java"; exit 1; }
        target=$(dirname "$3")/server/target
        mkdir -p "$target/lib"
        echo >"$target/lib/library.jar"
        echo >"$target/weft-server-1.jar"
        """);
    executable(
        "jdk/bin/java",
        """
        for option; do
          case $option in -XX:AOTCacheOutput=*) echo >"${option#*=}"; exit "${TRAINING:-0}" ;; esac
        done
        [ "${1:-}" != -version ] || { echo 'openjdk version "25.0.1"' >&2; exit; }
        [ -z "${LOCALE:-}" ] || echo "LC_ALL=${LC_ALL:-}" >"$LOCALE"
        echo "java $*"
        """);
    executable("jdk/bin/javac", "");
    executable("build/node-tests", "");
    Files.writeString(checkout.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    environment.put("JAVA_HOME", checkout.resolve("jdk").toString());
    environment.put("PATH", checkout.resolve("tools") + ":" + System.getenv("PATH"));
    environment.put("ASKED", checkout.resolve("asked").toString());
  }

  @Test
  void builds_what_is_missing_and_starts_the_program_with_all_arguments() throws Exception {
    Ended ended = weft("rule", "list", "a b");

    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).startsWith("java ").endsWith("dev.weft.cli.Main rule list a b");
    assertThat(ended.err()).contains("weft: compiling server").contains("weft: built in ");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void builds_nothing_that_is_built() throws Exception {
    weft("--version");

    assertThat(weft("--version").err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void builds_again_when_a_source_is_newer_and_leaves_the_running_program_alone() throws Exception {
    Path running = program(weft("--version"));

    Files.setLastModifiedTime(
        checkout.resolve("receiver/src/main/A.java"), FileTime.from(Instant.now().plusSeconds(60)));
    Path fresh = program(weft("--version"));

    assertThat(builds()).isEqualTo(2);
    assertThat(fresh).isNotEqualTo(running);
    assertThat(running.resolve("library.jar")).exists();
  }

  @Test
  void starts_with_the_classes_that_the_build_has_prepared() throws Exception {
    Ended ended = weft("--version");

    Path prepared = program(ended).resolve("weft.aot");
    assertThat(ended.out()).contains("-XX:AOTCache=" + prepared);
    assertThat(prepared).exists();
  }

  @Test
  void starts_without_prepared_classes_when_they_could_not_be_made() throws Exception {
    environment.put("TRAINING", "1");

    Ended ended = weft("--version");

    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).startsWith("java ").doesNotContain("AOTCache");
  }

  @Test
  void builds_once_when_it_is_started_twice() throws Exception {
    assumeTrue(run("bash", "-c", "command -v flock").exit() == 0, "there is no flock here");
    Path limiter = checkout.resolve("gate");
    assertThat(run("mkfifo", limiter.toString()).exit()).isZero();
    environment.put("GATE", limiter.toString());

    Process first = start("--version");
    BufferedReader firstErr = awaitLine(first, "weft: compiling server");
    Process second = start("--version");
    BufferedReader secondErr = awaitLine(second, "weft: waiting for another build");
    Files.writeString(limiter, "open");

    assertThat(first.waitFor()).as(() -> rest(firstErr)).isZero();
    assertThat(second.waitFor()).as(() -> rest(secondErr)).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void shows_why_a_build_failed_and_tries_again_the_next_time() throws Exception {
    environment.put("BROKEN", "yes");
    Ended broken = weft("--version");
    environment.remove("BROKEN");

    assertThat(broken.exit()).isEqualTo(1);
    assertThat(broken.out()).isEmpty();
    assertThat(broken.err()).contains("A.java is not Java").contains("weft: the build failed");
    assertThat(weft("--version").exit()).isZero();
  }

  @Test
  void refuses_a_maven_that_is_too_old_in_one_sentence() throws Exception {
    environment.put("MAVEN_IS", "3.6.3");

    Ended ended = weft("--version");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err())
        .isEqualTo("weft: Maven 3.6.3 is too old: install Maven 3.8.7 or newer to build Weft");
  }

  @Test
  void verifies_everything_when_asked_to_test() throws Exception {
    assertThat(weft("test", "-Dquick").exit()).isZero();

    assertThat(Files.readString(checkout.resolve("asked"))).contains("verify -Dquick");
  }

  @Test
  void starts_what_is_built_wherever_the_checkout_has_been_moved(@TempDir Path elsewhere)
      throws Exception {
    weft("--version");
    Path moved = elsewhere.resolve("移 动/a weft's");
    Files.createDirectories(moved.getParent());
    assertThat(run("mv", checkout.toString(), moved.toString()).exit()).isZero();
    Path link = Files.createSymbolicLink(elsewhere.resolve("w"), moved.resolve("weft"));
    environment.put("JAVA_HOME", moved.resolve("jdk").toString());

    Ended ended = run(link.toString(), "rule", "list");

    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .contains(" -cp " + moved.resolve("server/target/weft."))
        .contains("-XX:AOTCache=" + moved.resolve("server/target/weft."))
        .doesNotContain(checkout.toString());
    assertThat(Files.move(moved, checkout)).exists();
  }

  @Test
  void needs_nothing_of_the_environment() throws Exception {
    weft("--version");

    for (List<String> bare :
        List.of(
            List.of("env", "-i", "PATH=" + checkout.resolve("jdk/bin") + ":/usr/bin:/bin"),
            List.of("env", "-i", "JAVA_HOME=" + checkout.resolve("jdk")),
            List.of("env", "-u", "HOME", "LC_ALL=C", "CDPATH=/", "TMPDIR=/nowhere"),
            List.of(
                "env",
                "JAVA_HOME=/nowhere",
                "PATH=" + checkout.resolve("jdk/bin") + ":/usr/bin:/bin"))) {
      List<String> command = new java.util.ArrayList<>(bare);
      command.addAll(List.of(checkout.resolve("weft").toString(), "--version"));
      Ended ended = run(command.toArray(String[]::new));

      assertThat(ended.exit()).as(bare + ended.err()).isZero();
      assertThat(ended.err()).as(bare.toString()).isEmpty();
      assertThat(ended.out()).endsWith("dev.weft.cli.Main --version");
    }
  }

  @Test
  void lets_java_read_file_names_in_every_script_where_the_locale_has_ascii_only()
      throws Exception {
    environment.put("LC_ALL", "C");
    environment.put("LOCALE", checkout.resolve("locale").toString());

    weft("--version");

    assertThat(checkout.resolve("locale")).hasContent("LC_ALL=C.UTF-8");
  }

  @Test
  void runs_for_a_user_who_may_not_write() throws Exception {
    weft("--version");
    Files.setLastModifiedTime(
        checkout.resolve("server/src/main/A.java"), FileTime.from(Instant.now().plusSeconds(60)));

    Ended stale = asNobody("--version");
    assertThat(stale.exit()).as(stale.err()).isZero();
    assertThat(stale.out()).endsWith("dev.weft.cli.Main --version");
    assertThat(stale.err()).hasLineCount(1).contains("the program runs as it was built last");

    Files.delete(checkout.resolve("server/target/weft.built"));
    Ended unbuilt = asNobody("--version");
    assertThat(unbuilt.exit()).isEqualTo(1);
    assertThat(unbuilt.err()).hasLineCount(1).contains("Weft is not built yet");
    assertThat(builds()).isEqualTo(1);
  }

  /// As a user of no rights, if this one is root; else without the right to write.
  private Ended asNobody(String... arguments) throws Exception {
    boolean root = "root".equals(System.getProperty("user.name"));
    run("chmod", "-R", root ? "go+rX" : "a-w", checkout.toString());
    List<String> command = new java.util.ArrayList<>();
    if (root) {
      command.addAll(List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"));
    }
    command.add(checkout.resolve("weft").toString());
    command.addAll(List.of(arguments));
    try {
      return run(command.toArray(String[]::new));
    } finally {
      run("chmod", "-R", "u+w", checkout.toString());
    }
  }

  @Test
  void refuses_a_folder_that_java_cannot_start_from(@TempDir Path elsewhere) throws Exception {
    Path colon = elsewhere.resolve("a:b");
    run("cp", "-a", checkout.toString(), colon.toString());

    Ended ended = run(colon.resolve("weft").toString(), "--version");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).hasLineCount(1).contains("colon").contains(colon.toString());
  }

  private record Ended(int exit, String out, String err) {}

  private Ended weft(String... arguments) throws Exception {
    return ended(start(arguments));
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new java.util.ArrayList<>(List.of(checkout.resolve("weft").toString()));
    command.addAll(List.of(arguments));
    return builder(command).start();
  }

  private Ended run(String... command) throws Exception {
    return ended(builder(List.of(command)).start());
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder;
  }

  private static Ended ended(Process process) throws Exception {
    String out = String.join("\n", process.inputReader().lines().toList());
    String err = String.join("\n", process.errorReader().lines().toList());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), out, err);
  }

  private static BufferedReader awaitLine(Process process, String start) throws IOException {
    BufferedReader err = process.errorReader();
    String line = err.readLine();
    while (line != null && !line.startsWith(start)) {
      line = err.readLine();
    }
    assertThat(line).startsWith(start);
    return err;
  }

  private static String rest(BufferedReader err) {
    return String.join("\n", err.lines().toList());
  }

  private long builds() throws IOException {
    return Files.readAllLines(checkout.resolve("asked")).size();
  }

  /// The folder of the program, from the class path java was asked to start it with.
  private static Path program(Ended ended) {
    return Path.of(ended.out().replaceAll(".* -cp ([^ :]+)/[^ /:]+:.*", "$1"));
  }

  private void executable(String file, String script) throws IOException {
    Path path = checkout.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "#!/usr/bin/env bash\n" + script);
    assertThat(path.toFile().setExecutable(true)).isTrue();
  }
}
