package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.JavaCommand;
import dev.weft.Waits;
import dev.weft.cli.Main;
import dev.weft.disk.ServerOnFaultyDisk;
import dev.weft.storage.postgres.PostgresServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// `weft serve` as a process of its own, so that it can be killed.
final class ServerProcess implements AutoCloseable {

  private static final String READY = "weft is ready on ";

  /// Of its log, when a wait ends in vain.
  private static final int MAX_LINES = 40;

  private final Process process;
  private final BufferedReader out;
  private final Path log;
  private @Nullable String url;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.log = log;
    Waits.watch(this, this::lastLines);
  }

  private String lastLines() {
    List<String> lines = log().lines().toList();
    return log
        + " ends with:\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size()));
  }

  /// Starts it on the data folder `data` and does not wait. What it logs goes beside the folder.
  static ServerProcess launch(Path data, String... options) throws IOException {
    return launch(Main.class, data, Path.of(data + ".log"), options);
  }

  /// The same, with the connections that hear other nodes by an address of their own.
  static ServerProcess launchHearingBy(String direct, Path data, String... options)
      throws IOException {
    return start(
        command(Main.class, List.of(), data, options),
        Path.of(data + ".log"),
        Map.of("WEFT_STORE_DIRECT", direct));
  }

  /// The same where nothing can be written: it logs into the folder `logs`.
  static ServerProcess launch(Path data, Path logs) throws IOException {
    return launch(Main.class, data, logs.resolve("weft.log"));
  }

  /// The same on a disk that can be told to fail.
  static ServerProcess launchOnFaultyDisk(Path data) throws IOException {
    return launch(ServerOnFaultyDisk.class, data, Path.of(data + ".log"));
  }

  private static ServerProcess launch(Class<?> main, Path data, Path log, String... options)
      throws IOException {
    return start(command(main, List.of(), data, options), log);
  }

  private static List<String> command(
      Class<?> main, List<String> java, Path data, String... options) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("serve", "--port", "0", "--data", data.toString()));
    arguments.addAll(List.of("--app", RunningServer.APP.toString()));
    arguments.addAll(List.of("--client-id", RunningServer.CREDENTIALS.clientId()));
    arguments.addAll(List.of("--callback-allow", "127.0.0.0/8"));
    arguments.addAll(List.of(options));
    return JavaCommand.of(main, java, arguments);
  }

  /// The same with a limit on the files that the process may have open.
  static ServerProcess launchWithFiles(int files, Path data) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("bash", "-c", "ulimit -n " + files + " && exec \"$@\"", "weft"));
    command.addAll(command(Main.class, List.of(), data));
    return start(command, Path.of(data + ".log"));
  }

  /// The same with a heap of so many megabytes, as the launcher starts a server.
  static ServerProcess launchWithHeap(int megabytes, Path data, String... options)
      throws IOException {
    List<String> java = List.of("-Xmx" + megabytes + "m", "-XX:+ExitOnOutOfMemoryError");
    return start(command(Main.class, java, data, options), Path.of(data + ".log"));
  }

  /// The same with options for Java.
  static ServerProcess launchWithJava(Path data, List<String> java) throws IOException {
    return start(command(Main.class, java, data), Path.of(data + ".log"));
  }

  private static ServerProcess start(List<String> command, Path log) throws IOException {
    return start(command, log, Map.of());
  }

  private static ServerProcess start(
      List<String> command, Path log, Map<String, String> environment) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("WEFT_APP_BCRYPT_COST", "4");
    builder.environment().put("WEFT_CLIENT_SECRET", RunningServer.CREDENTIALS.clientSecret());
    int database = command.indexOf("--database");
    if (database >= 0) {
      PostgresServer.direct(command.get(database + 1))
          .ifPresent(direct -> builder.environment().put("WEFT_STORE_DIRECT", direct));
    }
    builder.environment().putAll(environment);
    File errors = log.toFile();
    return new ServerProcess(
        builder.redirectError(ProcessBuilder.Redirect.appendTo(errors)).start(), log);
  }

  /// Starts it and waits until it says that it is ready.
  static ServerProcess start(Path data) throws IOException {
    ServerProcess server = launch(data);
    assertThat(server.url()).isNotEmpty();
    return server;
  }

  /// Where it answers: waits until it says that it is ready.
  String url() throws IOException {
    if (url == null) {
      @Nullable String line = out.readLine();
      assertThat(line).as(this::log).startsWith(READY);
      url = line.substring(READY.length());
    }
    return url;
  }

  /// What all processes on this folder have logged.
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Gives its disk an order and waits until it is obeyed; see [ServerOnFaultyDisk].
  void disk(String order) throws IOException {
    process.outputWriter().append(order).append('\n').flush();
    @Nullable String line = out.readLine();
    // What it has said of itself when it was ready stands before.
    while (line != null && (line.startsWith("clients: ") || line.startsWith("console: "))) {
      line = out.readLine();
    }
    assertThat(line).as(this::log).isEqualTo(order);
  }

  /// Cuts the power under its disk.
  void cutPower(long seed) throws IOException, InterruptedException {
    process.outputWriter().append("cut " + seed).append('\n').flush();
    process.waitFor();
  }

  /// Whether it has ended within so many milliseconds.
  boolean hasEndedWithin(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /// `kill -9`: nothing is flushed, nothing is said goodbye to.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// Sends it a signal by its name, `STOP` or `CONT`.
  void signal(String name) throws IOException, InterruptedException {
    int ended =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    assertThat(ended).isZero();
  }

  /// SIGTERM; answers the exit code.
  int terminate() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  @Override
  public void close() {
    Waits.forget(this);
    process.destroyForcibly();
  }
}
