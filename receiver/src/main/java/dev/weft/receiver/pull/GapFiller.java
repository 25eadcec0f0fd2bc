package dev.weft.receiver.pull;

import dev.weft.receiver.CallId;
import dev.weft.receiver.Json;
import dev.weft.receiver.Reception.Accepted;
import dev.weft.receiver.once.Gap;
import dev.weft.receiver.once.GapHook;
import dev.weft.receiver.once.OnceHandler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Fetches from Weft what a gap is missing, and gives it to the app's handler in order, before the
/// callback behind the gap.
///
///     new GapDetector(sequences, new GapFiller(app, clientId, clientSecret, "rule", once), once);
///
/// What a filter of the rule kept back was no callback and stays missing, as does what is older than
/// Weft's log (`callback.logDays`).
///
/// A fetched callback that the handler fails on is passed over: Weft has given it up for the same
/// reason, and still has it in exception storage. It must not hold up its thread for ever.
public final class GapFiller implements GapHook {

  /// Vendors and Weft give up after ten seconds; a gap should be filled well before.
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  /// So many of Weft's pages, of 500 callbacks each, are looked through for a gap.
  private static final int MAX_PAGES = 20;

  private static final Logger log = System.getLogger(GapFiller.class.getName());

  private final AppCalls api;
  private final String rule;
  private final OnceHandler handler;

  /// @param app the base of the app's REST calls, `https://weft.example.com/org/app`
  /// @param rule the name of the callback rule whose callbacks the app is sent
  /// @param handler the one that is behind the detector, too: it knows what was handled before
  public GapFiller(
      URI app, String clientId, String clientSecret, String rule, OnceHandler handler) {
    this.api = AppCalls.withCredentials(app, clientId, clientSecret, TIMEOUT);
    this.rule = rule;
    this.handler = handler;
  }

  /// Fetches and handles what is missing.
  ///
  /// @throws IOException if Weft cannot be asked: then the sender tries again, and so does this
  @Override
  public void missing(Gap gap) throws IOException, InterruptedException {
    for (Map.Entry<Long, String> found : find(gap).entrySet()) {
      fill(gap, found.getKey(), found.getValue());
    }
  }

  /// The call ids of what is missing, by their numbers. Weft lists the newest first.
  private Map<Long, String> find(Gap gap) throws IOException, InterruptedException {
    String list =
        "/callbacks/deliveries?limit=500&rule="
            + AppCalls.encode(rule)
            + "&thread="
            + AppCalls.encode(gap.threadId().value());
    Map<Long, String> callIds = new TreeMap<>();
    String next = list;
    for (int page = 0; page < MAX_PAGES; page++) {
      Json answer = api.get(next);
      long oldest = Long.MAX_VALUE;
      for (Json delivery : answer.get("data").elements()) {
        long sequence = delivery.get("sequence").integer().orElse(Long.MAX_VALUE);
        if (sequence >= gap.first() && sequence <= gap.last()) {
          callIds.put(sequence, delivery.get("call_id").text(""));
        }
        if (delivery.get("kind").text("").equals("live")) {
          oldest = Math.min(oldest, sequence);
        }
      }
      String cursor = answer.get("cursor").text();
      if (cursor == null || oldest <= gap.first()) {
        return callIds;
      }
      next = list + "&cursor=" + AppCalls.encode(cursor);
    }
    return callIds;
  }

  private void fill(Gap gap, long sequence, String callId)
      throws IOException, InterruptedException {
    Json answer = api.get("/callbacks/deliveries/" + AppCalls.encode(callId));
    for (Json story : answer.get("data").elements()) {
      if (story.get("rule").text("").equals(rule)) {
        handle(
            gap,
            Accepted.fetched(
                new CallId(callId),
                story.get("operation").text(""),
                OptionalLong.of(sequence),
                story.get("body")));
        return;
      }
    }
  }

  private void handle(Gap gap, Accepted accepted) throws InterruptedException {
    try {
      handler.handle(accepted);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      log.log(
          Level.WARNING,
          "passed over key="
              + accepted.key().value()
              + " thread="
              + gap.threadId().value()
              + " sequence="
              + accepted.attempt().sequence().orElse(0),
          e);
    }
  }
}
