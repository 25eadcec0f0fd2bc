package dev.weft.client;

import dev.weft.receiver.pull.AppCalls;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fetches the callbacks of a rule for one consumer, who commits how far everything is done.
public final class Pull {

  private final AppCalls calls;
  private final String rule;
  private final String consumer;

  Pull(AppCalls calls, String rule, String consumer) {
    this.calls = calls;
    this.rule = rule;
    this.consumer = consumer;
  }

  /// The next callbacks.
  ///
  /// @param after a cursor; null: where the consumer has committed; `0`: the oldest that is kept;
  ///   `latest`: the next to come
  /// @param limit 1 to 100
  /// @param waitSeconds so long, at most 60, the answer may wait for a first one
  public Page page(@Nullable String after, int limit, int waitSeconds)
      throws IOException, InterruptedException {
    String path =
        position(after).and("limit", limit).and("wait", waitSeconds).behind("/callbacks/events");
    return Page.of(calls.get(path));
  }

  /// The callbacks as they happen. The server ends a stream after an hour at most: go on after the
  /// last event's id.
  ///
  /// @param after as of [#page]
  public EventStream stream(@Nullable String after) throws IOException, InterruptedException {
    return new EventStream(calls.open(position(after).behind("/callbacks/stream"), Map.of()));
  }

  private Query position(@Nullable String after) {
    return new Query().and("rule", rule).and("consumer", consumer).and("after", after);
  }

  /// Says that everything up to the cursor is done.
  public void commit(String cursor) throws IOException, InterruptedException {
    calls.post(
        "/callbacks/consumers/" + AppCalls.encode(consumer) + "/commit",
        Values.object("rule", rule, "cursor", cursor));
  }
}
