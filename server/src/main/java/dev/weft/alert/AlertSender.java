package dev.weft.alert;

import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import dev.weft.outbound.CallbackUrl;
import dev.weft.outbound.HttpPost;
import dev.weft.outbound.HttpResult;
import dev.weft.outbound.OutboundClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends notices one after the other, on a thread and by connections of its own, so that no
/// callback waits for them. One that fails is tried again for about twenty minutes.
public final class AlertSender implements AutoCloseable {

  /// Notices that may wait; the oldest makes room for the next.
  private static final int MAX_WAITING = 256;

  /// Before the second try and each one after it.
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10));

  private static final Logger log = LoggerFactory.getLogger(AlertSender.class);

  private final OutboundClient client;
  private final URI url;
  private final AlertWriter writer;
  private final Clock clock;
  private final BlockingDeque<Alert> waiting = new LinkedBlockingDeque<>();
  private final Loop loop;
  private int failures;

  /// Where notices go.
  ///
  /// @param secret what they are signed with; empty for no signature
  public record Target(URI url, AlertFormat format, String secret) {

    /// Why the secret cannot be one of this format; empty if it can.
    public String refusal() {
      return AlertWriter.refusal(format, secret);
    }
  }

  /// @param client closed with this sender
  /// @param node the name of this server
  public AlertSender(OutboundClient client, Target target, String node, Clock clock, Loops loops) {
    this.client = client;
    this.url = target.url();
    this.writer = new AlertWriter(target.format(), target.secret(), node);
    this.clock = clock;
    this.loop = loops.background("alerts", this::sendNext);
    loop.start();
  }

  /// Sends `alert` soon.
  void send(Alert alert) {
    log.warn(
        "alert kind={} subject=\"{}\" state={} detail=\"{}\"",
        alert.condition().kind().word(),
        alert.condition().subject(),
        alert.resolved() ? "resolved" : "open",
        alert.condition().detail());
    waiting.add(alert);
    if (waiting.size() > MAX_WAITING) {
      Alert dropped = waiting.poll();
      log.warn("alert dropped, too many wait id={}", dropped == null ? "" : dropped.id());
    }
    loop.wake();
  }

  /// Sends the oldest that waits. Answers how long to wait before the next turn.
  private Duration sendNext() {
    @Nullable Alert next = waiting.peek();
    if (next == null) {
      return Loop.UNTIL_WOKEN;
    }
    @Nullable String failure = attempt(next);
    if (failure == null || failures >= PAUSES.size()) {
      if (failure != null) {
        log.error("alert given up id={} reason=\"{}\"", next.id(), failure);
      }
      failures = 0;
      boolean _ = waiting.remove(next);
      return Duration.ZERO;
    }
    Duration pause = PAUSES.get(failures);
    failures++;
    log.warn("alert not sent id={} again_in={} reason=\"{}\"", next.id(), pause, failure);
    return pause;
  }

  /// Answers why it failed; null if the notice was taken.
  private @Nullable String attempt(Alert alert) {
    AlertMessage message = writer.write(alert, clock.instant());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("User-Agent", "Weft");
    headers.put("Content-Type", "application/json; charset=utf-8");
    headers.putAll(message.headers());
    return switch (CallbackUrl.parse(target(message.query()))) {
      case CallbackUrl.Parsed.Refused(String reason) -> reason;
      case CallbackUrl.Parsed.Url(CallbackUrl to) ->
          failure(client.post(new HttpPost(to, headers, message.body()), null, () -> true));
    };
  }

  private URI target(String query) {
    if (query.isEmpty()) {
      return url;
    }
    return URI.create(url + (url.getRawQuery() == null ? "?" : "&") + query);
  }

  private @Nullable String failure(HttpResult result) {
    return switch (result) {
      case HttpResult.Answered(int status, String body, _, _, _) -> {
        boolean good = status >= 200 && status < 300;
        yield good && AlertWriter.isTaken(writer.format(), body)
            ? null
            : "answered " + status + " " + body.substring(0, Math.min(200, body.length()));
      }
      case HttpResult.Failed(_, String reason, _) -> reason;
      case HttpResult.NotMade(String reason) -> reason;
      case HttpResult.Withheld() -> "withheld";
    };
  }

  /// Ends without sending what waits.
  @Override
  public void close() {
    client.abandon();
    loop.close();
    client.close();
  }
}
