package dev.weft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionEvaluationListener;
import org.awaitility.core.EvaluatedCondition;
import org.awaitility.core.TimeoutEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/// A JUnit extension for every test: a wait has patience enough for a slow machine, looks often,
/// and one that ends in vain says what it waited for, what the systems under test know, and what
/// they have logged last.
public final class Waits
    implements BeforeAllCallback,
        BeforeEachCallback,
        TestExecutionExceptionHandler,
        ConditionEvaluationListener<Object> {

  /// How long a test waits for what must happen. It is no measure of how fast that is: on a machine
  /// with much else to do, everything takes long.
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration BETWEEN = Duration.ofMillis(10);
  private static final int MAX_LINES = 60;

  private static final Map<Object, Supplier<String>> SYSTEMS = new ConcurrentHashMap<>();
  private static @Nullable LastLines log;

  /// What was known when a wait ended in vain, on the thread that waited.
  private static final ThreadLocal<@Nullable String> REPORT = new ThreadLocal<>();

  /// A system under test, which says what it knows when a wait ends in vain.
  ///
  /// @param system to be handed to [#forget] when it is closed
  public static void watch(Object system, Supplier<String> knows) {
    SYSTEMS.put(system, knows);
  }

  /// The system is closed.
  public static void forget(Object system) {
    SYSTEMS.remove(system);
  }

  /// The failure of a wait that a test has made by itself: what it expected, what the systems under
  /// test know, and the last log lines.
  public static AssertionError failed(String expected) {
    return new AssertionError(
        "%s within %s%n%s%nlast log lines:%n%s".formatted(expected, PATIENCE, known(), logged()));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(PATIENCE);
    Awaitility.setDefaultPollDelay(Duration.ZERO);
    Awaitility.setDefaultPollInterval(BETWEEN);
    Awaitility.setDefaultConditionEvaluationListener(this);
    synchronized (Waits.class) {
      if (log == null || !log.stream().equals(System.err)) {
        log = new LastLines(System.err, MAX_LINES);
        System.setErr(log.stream());
      }
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    REPORT.remove();
  }

  @Override
  public void conditionEvaluated(EvaluatedCondition<Object> condition) {
    // Only the end is of interest.
  }

  @Override
  public void onTimeout(TimeoutEvent event) {
    REPORT.set(
        "%s%nwaited for: %s%n%s%nlast log lines:%n%s"
            .formatted(event.getDescription(), line(), known(), logged()));
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw explained(failure);
  }

  /// The failure, with what was known when the wait ended that it comes from.
  static Throwable explained(Throwable failure) {
    @Nullable String report = REPORT.get();
    REPORT.remove();
    if (report != null) {
      failure.addSuppressed(new WhatWasKnown(report));
    }
    return failure;
  }

  private static String known() {
    return SYSTEMS.values().stream().map(Waits::ask).collect(Collectors.joining("\n"));
  }

  private static String ask(Supplier<String> knows) {
    try {
      return knows.get();
    } catch (RuntimeException | AssertionError e) {
      return "it cannot be asked: " + e;
    }
  }

  private static synchronized String logged() {
    return log == null ? "" : log.text();
  }

  /// The line of the test that waits.
  private static String line() {
    return StackWalker.getInstance()
        .walk(frames -> frames.filter(Waits::isTest).findFirst().map(Waits::source))
        .orElse("an unknown line");
  }

  private static boolean isTest(StackWalker.StackFrame frame) {
    return frame.getClassName().startsWith("dev.weft.")
        && !frame.getClassName().equals(Waits.class.getName());
  }

  private static String source(StackWalker.StackFrame frame) {
    String type = frame.getClassName().replaceAll("\\$.*", "").replace('.', '/');
    Path file = Path.of("src/test/java", type + ".java");
    String where = frame.getFileName() + ":" + frame.getLineNumber();
    try (Stream<String> lines = Files.lines(file)) {
      List<String> found = lines.skip(Math.max(0, frame.getLineNumber() - 1L)).limit(1).toList();
      return where + " " + String.join("", found).strip();
    } catch (IOException e) {
      return where;
    }
  }

  /// Stands below a failure in its stack trace.
  private static final class WhatWasKnown extends Exception {
    private static final long serialVersionUID = 1L;

    WhatWasKnown(String report) {
      super(report, null, false, false);
    }
  }
}
