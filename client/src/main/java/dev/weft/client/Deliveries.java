package dev.weft.client;

import dev.weft.receiver.Json;
import dev.weft.receiver.pull.AppCalls;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What became of callbacks.
public final class Deliveries {

  private final AppCalls calls;

  Deliveries(AppCalls calls) {
    this.calls = calls;
  }

  /// Newest first.
  ///
  /// @param filter of the API: rule, thread, state, operation, msg_id, since, until, limit
  /// @param cursor of the page before; null for the first
  public Page list(Map<String, ?> filter, @Nullable String cursor)
      throws IOException, InterruptedException {
    String path = new Query().and(filter).and("cursor", cursor).behind("/callbacks/deliveries");
    return Page.of(calls.get(path));
  }

  /// All that is known of one callback: an entry for each rule it went to.
  public Json get(String callId) throws IOException, InterruptedException {
    return calls.get(path(callId));
  }

  /// Why the callbacks of a message came, or did not.
  public List<Json> explain(String messageId) throws IOException, InterruptedException {
    String path = new Query().and("msg_id", messageId).behind("/callbacks/explain");
    return calls.get(path).get("data").elements();
  }

  /// Sends a callback once more.
  public Json resend(String callId) throws IOException, InterruptedException {
    return calls.call("POST", path(callId) + "/resend", null).get("data");
  }

  private static String path(String callId) {
    return "/callbacks/deliveries/" + AppCalls.encode(callId);
  }
}
