package dev.weft.cli.listen;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// What `weft listen` prints: a line for each callback, and on standard error what else happens.
final class ListenScreen {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

  private final PrintWriter out;
  private final PrintWriter err;
  private final Clock clock;

  ListenScreen(PrintWriter out, PrintWriter err, Clock clock) {
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  /// What came of one attempt.
  ///
  /// @param answer a status, or why there was none
  record Attempted(boolean taken, String answer, long millis) {}

  void taken(PulledCallback callback, Attempted attempted, int attempts) {
    line(callback, attempted, attempts == 1 ? "" : "  after %d attempts".formatted(attempts));
  }

  /// Told once: how often it fails after that is of no interest until it is taken.
  void refused(PulledCallback callback, Attempted attempted) {
    line(callback, attempted, "  trying again");
  }

  private synchronized void line(PulledCallback callback, Attempted attempted, String more) {
    out.printf(
        "%s  %-12s  %s  %s  %d ms%s%n",
        TIME.format(clock.instant()),
        callback.change(),
        callback.thread(),
        attempted.answer(),
        attempted.millis(),
        more);
    out.flush();
  }

  synchronized void say(String sentence) {
    out.println(sentence);
    out.flush();
  }

  synchronized void note(String sentence) {
    err.println("weft: " + sentence);
    err.flush();
  }
}
