package dev.weft.cli.demo;

import dev.weft.receiver.ThreadChange;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// What the demo prints: lines of at most 80 columns, from several threads, in colour where that
/// helps.
final class DemoScreen {

  private static final int TEXT_COLUMNS = 22;

  private static final String BOLD = "\033[1m";
  private static final String GREEN = "\033[32m";
  private static final String RED = "\033[31m";
  private static final String PLAIN = "\033[0m";

  private final PrintWriter out;
  private final Clock clock;
  private final boolean colour = isColourWanted();

  DemoScreen(PrintWriter out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  /// On a terminal, unless the user said no (no-color.org).
  private static boolean isColourWanted() {
    String refused = System.getenv("NO_COLOR");
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
        && (refused == null || refused.isEmpty())
        && !"dumb".equals(System.getenv("TERM"));
  }

  synchronized void title(String text) {
    line("");
    line(ink(BOLD, text));
    line("");
  }

  synchronized void text(String text) {
    text.lines().forEach(this::line);
  }

  synchronized void field(String name, Object value) {
    line("  %-12s%s".formatted(name, value));
  }

  /// A call of the REST API.
  synchronized void call(String method, String path, String meaning) {
    line("  > %-4s %-28s %s".formatted(method, path, meaning));
  }

  synchronized void show(DemoCallback arrival) {
    long count = arrival.callback().messageCount();
    long age = clock.millis() - arrival.callback().timestamp().toEpochMilli();
    line(
        "  < %-7s#%-3s %-11s %-24s%s  %s %6s"
            .formatted(
                word(arrival.change()),
                arrival.attempt().sequence().orElse(0),
                count == 1 ? "1 message" : count + " messages",
                quoted(arrival.text()),
                check("MD5", arrival.securityHolds()),
                check("HMAC", true),
                Math.max(0, age) + " ms"));
  }

  synchronized void note(String text) {
    line("  < " + text);
  }

  /// A callback in full.
  synchronized void body(String json) {
    JsonMapper.shared().readTree(json).toPrettyString().lines().forEach(this::line);
  }

  /// What was done to a message, in a word; `change` if that is not known.
  static String word(ThreadChange change) {
    return switch (change) {
      case SENT -> "send";
      case RECALLED -> "recall";
      case MODIFIED -> "modify";
      case UNKNOWN -> "change";
    };
  }

  private static String quoted(String text) {
    String line = text.replaceAll("\\p{Cc}+", " ");
    if (line.isEmpty()) {
      return "-";
    }
    return line.length() <= TEXT_COLUMNS - 2
        ? '"' + line + '"'
        : '"' + line.substring(0, TEXT_COLUMNS - 5) + "...\"";
  }

  private String check(String name, boolean holds) {
    return holds ? ink(GREEN, name + " ok") : ink(RED, name + " WRONG");
  }

  private String ink(String escape, String text) {
    return colour ? escape + text + PLAIN : text;
  }

  private void line(String line) {
    out.println(line);
    out.flush();
  }
}
