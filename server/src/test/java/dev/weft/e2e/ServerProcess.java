package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `weft serve` as a process of its own, so that it can be killed.
final class ServerProcess implements AutoCloseable {

  private static final String READY = "weft is ready on ";

  private final Process process;
  private final String url;

  private ServerProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /// Starts it and waits until it says that it is ready.
  static ServerProcess start(Path data) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("serve", "--port", "0", "--data", data.toString()));
    command.addAll(List.of("--app", RunningServer.APP.toString()));
    command.addAll(List.of("--client-id", RunningServer.CREDENTIALS.clientId()));
    command.addAll(List.of("--client-secret", RunningServer.CREDENTIALS.clientSecret()));
    command.addAll(List.of("--callback-allow", "127.0.0.0/8"));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    assertThat(line).startsWith(READY);
    return new ServerProcess(process, line.substring(READY.length()));
  }

  String url() {
    return url;
  }

  /// `kill -9`: nothing is flushed, nothing is said goodbye to.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// SIGTERM; answers the exit code.
  int terminate() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
