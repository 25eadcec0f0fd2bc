package dev.weft.web.operator;

import dev.weft.app.Apps;
import dev.weft.app.OperatorRole;
import dev.weft.callback.rule.Rules;
import dev.weft.delivery.log.RecentAttempts;
import dev.weft.web.api.Answer;
import dev.weft.web.api.EventStreams;
import dev.weft.web.api.Json;
import dev.weft.web.api.VendorException;
import dev.weft.web.operator.OperatorRoutes.Scope;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Attempts of this node as they end, as server-sent events. A person reads a few lines a second:
/// what is more is left out, and counted.
public final class LiveRoutes {

  /// How often the page is told.
  private static final Duration BEAT = Duration.ofMillis(250);

  /// Attempts in one message.
  private static final int PER_BEAT = 25;

  /// After so long the page comes again.
  private static final Duration LIFE = Duration.ofHours(1);

  /// How often it is looked whether the session still holds.
  private static final int BEATS_PER_CHECK = 40;

  private final RecentAttempts attempts;
  private final Apps apps;
  private final Rules rules;
  private final BooleanSupplier open;

  /// @param open false once the server stops
  public LiveRoutes(RecentAttempts attempts, Apps apps, Rules rules, BooleanSupplier open) {
    this.attempts = attempts;
    this.apps = apps;
    this.rules = rules;
    this.open = open;
  }

  public void addTo(OperatorRoutes routes) {
    routes.add("GET", "/live", OperatorRole.VIEWER, Scope.TENANT, this::live);
  }

  private Answer live(OperatorCall call) {
    @Nullable Long app = OperatorApps.chosen(call.session(), call.query(), apps);
    String rule = call.query().text("rule").orElse("");
    boolean failedOnly = call.query().text("failed").isPresent();
    RecentAttempts.Watch watch = attempts.watch();
    if (watch == null) {
      throw new VendorException(
          503,
          "service_unavailable",
          "OperatorException",
          RecentAttempts.MAX_WATCHES + " people watch already");
    }
    BooleanSupplier holds = () -> call.session().expires().toEpochMilli() > call.exchange().now();
    return new Answer.Stream(
        "text/event-stream",
        out -> {
          try (watch) {
            write(out, ": attempts, as they end\n\n");
            copy(watch, new Wanted(app, rule, failedOnly), holds, out);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /// Which attempts are shown.
  private record Wanted(@Nullable Long app, String rule, boolean failedOnly) {
    boolean takes(RecentAttempts.Seen seen) {
      return (app == null || app == seen.attempt().delivery().content().app())
          && (rule.isEmpty() || rule.equals(seen.rule()))
          && !(failedOnly && seen.attempt().deliveredLive());
    }
  }

  private void copy(
      RecentAttempts.Watch watch, Wanted wanted, BooleanSupplier holds, OutputStream out)
      throws IOException, InterruptedException {
    FoundJson json = new FoundJson(apps, rules);
    long end = System.nanoTime() + LIFE.toNanos();
    int beats = 0;
    int silent = 0;
    while (open.getAsBoolean() && System.nanoTime() < end) {
      List<FoundDeliveryJson> shown = new ArrayList<>();
      long leftOut = gather(watch, wanted, json, shown);
      if (!shown.isEmpty() || leftOut > 0) {
        silent = 0;
        write(out, message(shown, leftOut));
      } else if (++silent % BEATS_PER_CHECK == 0) {
        write(out, ": heartbeat\n\n");
      }
      if (++beats % BEATS_PER_CHECK == 0 && !holds.getAsBoolean()) {
        return;
      }
    }
  }

  /// Takes what comes within one beat.
  ///
  /// @return how many were left out
  private static long gather(
      RecentAttempts.Watch watch, Wanted wanted, FoundJson json, List<FoundDeliveryJson> shown)
      throws InterruptedException {
    long until = System.nanoTime() + BEAT.toNanos();
    long leftOut = 0;
    while (true) {
      long left = Duration.ofNanos(until - System.nanoTime()).toMillis();
      RecentAttempts.Seen seen = left <= 0 ? null : watch.next(left);
      if (seen == null) {
        return leftOut + watch.missed();
      }
      if (!wanted.takes(seen)) {
        continue;
      }
      if (shown.size() < PER_BEAT) {
        shown.add(json.of(seen));
      } else {
        leftOut++;
      }
    }
  }

  private static String message(List<FoundDeliveryJson> shown, long leftOut) {
    byte[] json = Json.utf8(Map.of("attempts", shown, "left_out", leftOut));
    return "event: attempts\ndata: " + new String(json, StandardCharsets.UTF_8) + "\n\n";
  }

  private static void write(OutputStream out, String text) throws IOException {
    EventStreams.write(out, text);
  }
}
