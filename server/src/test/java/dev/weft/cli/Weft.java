package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.weft.JavaCommand;
import dev.weft.Waits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// `weft` in a process of its own, on the classes of this build.
public final class Weft implements AutoCloseable {

  private final Process process;
  private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
  private final List<String> out = new ArrayList<>();
  private final CompletableFuture<String> err;
  private final Thread reader;

  private Weft(Process process) {
    this.process = process;
    this.err =
        CompletableFuture.supplyAsync(
            () -> String.join("\n", process.errorReader().lines().toList()),
            Thread::startVirtualThread);
    this.reader = Thread.startVirtualThread(this::read);
  }

  /// What a finished process leaves behind.
  public record Result(int exit, String out, String err) {

    /// Expects success and answers what was printed.
    public String success() {
      assertThat(this).extracting(Result::exit, Result::err).containsExactly(0, "");
      return out;
    }

    /// Expects failure with exactly one sentence, and answers it.
    public String sentence() {
      assertThat(exit).as(err).isEqualTo(1);
      assertThat(err.lines()).as(err).hasSize(1);
      assertThat(err).startsWith("weft: ");
      return err;
    }
  }

  /// Runs a subcommand to its end.
  public static Result run(String... arguments) {
    return run(Map.of(), arguments);
  }

  public static Result run(Map<String, String> environment, String... arguments) {
    return run(List.of(), environment, arguments);
  }

  /// Runs a subcommand to its end.
  ///
  /// @param before the command that starts it, `unshare -m` for one
  public static Result run(
      List<String> before, Map<String, String> environment, String... arguments) {
    try (Weft weft = start(before, environment, arguments)) {
      return weft.ended();
    }
  }

  /// Runs a subcommand to its end on what stands on its standard input.
  static Result runOn(String input, String... arguments) {
    try (Weft weft = start(arguments)) {
      weft.process.outputWriter().append(input).close();
      return weft.ended();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Runs a subcommand to its end, quicker: in this process.
  public static Result runHere(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Main.commandLine(arguments)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Result(exit, out.toString().strip(), err.toString().strip());
  }

  public static Weft start(String... arguments) {
    return start(List.of(), Map.of(), arguments);
  }

  /// A server on a free port, ready.
  public static Weft serve(Path data, String... arguments) {
    return serve(Map.of(), data, arguments);
  }

  public static Weft serve(Map<String, String> environment, Path data, String... arguments) {
    return serve(List.of(), environment, data, arguments);
  }

  /// @param before the command that starts it
  static Weft serve(
      List<String> before, Map<String, String> environment, Path data, String... arguments) {
    List<String> all = new ArrayList<>(List.of("serve", "--port", "0", "--data", data.toString()));
    all.addAll(List.of(arguments));
    Weft weft = start(before, environment, all.toArray(String[]::new));
    weft.awaitLine("weft is ready on http://");
    return weft;
  }

  private static Weft start(
      List<String> before, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(before);
    command.addAll(JavaCommand.of(Main.class, List.of(), List.of(arguments)));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("WEFT_"));
    builder.environment().putAll(environment);
    try {
      return new Weft(builder.start());
    } catch (IOException e) {
      throw new IllegalStateException("java does not start", e);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (out) {
          out.add(line);
        }
        unread.add(line);
      }
    } catch (IOException e) {
      unread.add("cannot be read: " + e.getMessage());
    }
  }

  /// Waits for a line that has `text` in it and answers it.
  public String awaitLine(String text) {
    long deadline = System.nanoTime() + Waits.PATIENCE.toNanos();
    try {
      while (true) {
        @Nullable String line = unread.poll(100, TimeUnit.MILLISECONDS);
        if (line != null && line.contains(text)) {
          return line;
        }
        if (line == null && (!process.isAlive() || System.nanoTime() > deadline)) {
          return fail("no line with \"" + text + "\" in\n" + out() + "\n" + errSoFar());
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String errSoFar() {
    process.destroyForcibly();
    return err.join();
  }

  /// Everything printed so far.
  public String out() {
    synchronized (out) {
      return String.join("\n", out);
    }
  }

  /// Where a server said that it listens.
  public String url() {
    return out()
        .lines()
        .filter(line -> line.startsWith("weft is ready on "))
        .map(line -> line.substring("weft is ready on ".length()))
        .findFirst()
        .orElseThrow();
  }

  /// Sends SIGTERM and waits for the end.
  public Result stop() {
    // Process.destroy would close what is still to be read of its output.
    boolean _ = process.toHandle().destroy();
    return ended();
  }

  /// As a crash would: SIGKILL.
  void kill() {
    boolean _ = process.toHandle().destroyForcibly();
    ended();
  }

  /// Waits for the end.
  public Result ended() {
    try {
      if (!process.waitFor(Waits.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        return fail("weft does not end:\n" + out() + "\n" + errSoFar());
      }
      reader.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new Result(process.exitValue(), out(), err.join());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
