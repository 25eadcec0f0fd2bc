package dev.weft.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A process of the bench: it is told what to do by lines, and answers by lines. What it says on
/// standard error is in a file beside its data.
final class Child implements AutoCloseable {

  private static final Duration NODE_TIMEOUT = Duration.ofSeconds(10);
  private static final String END = "\u0000";

  /// Those that run. If the bench is broken off, they end with it.
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final String name;
  private final Process process;
  private final Path log;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final BufferedWriter orders;

  private Child(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    RUNNING.add(process);
    orders = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(this::read);
  }

  /// Starts a program.
  ///
  /// @param cpus the processors it may use, as `taskset -c` takes them; empty for all
  /// @param folder for its log
  static Child start(
      String name, List<String> command, String cpus, Map<String, String> environment, Path folder)
      throws IOException {
    List<String> all = new ArrayList<>();
    if (!cpus.isEmpty()) {
      all.addAll(List.of("taskset", "-c", cpus));
    }
    all.addAll(command);
    Files.createDirectories(folder);
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return new Child(name, builder.start(), log);
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // It has ended.
    }
    lines.add(END);
  }

  Path log() {
    return log;
  }

  void tell(String order) throws IOException {
    orders.write(order);
    orders.newLine();
    orders.flush();
  }

  /// The rest of the next line that begins with `word`; others are passed over.
  ///
  /// @throws FailedException if there is none in time, or the process has ended
  String await(String word, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        throw new FailedException(
            name + " did not say '" + word + "' in " + patience.toSeconds() + " s");
      }
      if (line.equals(END)) {
        lines.add(END);
        throw new FailedException(name + " has ended" + lastWords());
      }
      if (line.startsWith(word)) {
        return line.substring(word.length()).strip();
      }
    }
  }

  private String lastWords() {
    try {
      List<String> all = Files.readAllLines(log);
      return all.stream()
          .filter(line -> !line.isBlank())
          .skip(Math.max(0, all.size() - 400))
          .filter(line -> line.contains("rror") || line.contains("xception"))
          .reduce((first, second) -> first)
          .map(line -> ": " + line.strip())
          .orElse("; see " + log);
    } catch (IOException e) {
      return "";
    }
  }

  Usage usage() {
    return Usage.of(process.toHandle());
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      orders.close();
    } catch (IOException e) {
      // It has ended.
    }
    try {
      if (!process.waitFor(NODE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    RUNNING.remove(process);
  }
}
