package dev.weft.receiver.pull;

import dev.weft.receiver.Json;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A token that is fetched at its first use and renewed in the last tenth of its life.
final class AppToken {

  /// For an answer that does not say how long the token lives.
  private static final long DEFAULT_SECONDS = 3_600;

  /// Asks the server.
  interface Grant {
    Json ask(Json request) throws IOException, InterruptedException;
  }

  private final @Nullable Json request;
  private String value;
  private long renewAt;

  private AppToken(@Nullable Json request, String value) {
    this.request = request;
    this.value = value;
  }

  static AppToken grantedFor(Json request) {
    return new AppToken(request, "");
  }

  static AppToken fixed(String value) {
    return new AppToken(null, value);
  }

  /// One thread asks; the others wait for its answer.
  synchronized String value(Grant grant) throws IOException, InterruptedException {
    if (request != null && (value.isEmpty() || System.nanoTime() - renewAt > 0)) {
      Json answer = grant.ask(request);
      String granted = answer.get("access_token").text("");
      if (granted.isEmpty()) {
        throw new IOException("the server's answer to /token has no access_token");
      }
      long seconds = Math.max(1, answer.get("expires_in").integer().orElse(DEFAULT_SECONDS));
      value = granted;
      renewAt = System.nanoTime() + Duration.ofSeconds(seconds).toNanos() / 10 * 9;
    }
    return value;
  }

  /// Whether a call is worth repeating with another token than this one.
  synchronized boolean forget(String refused) {
    if (request == null) {
      return false;
    }
    if (value.equals(refused)) {
      value = "";
    }
    return true;
  }
}
