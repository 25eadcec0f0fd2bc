package dev.weft.client;

import dev.weft.receiver.Json;
import dev.weft.receiver.pull.AppCalls;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// The client of one app on a Weft server. Safe for many threads.
///
///     try (WeftClient weft = WeftClient.of(URI.create("https://weft.example.com/org/app"), id, secret)) {
///       String group = weft.groups().create("alice", List.of("bob"));
///       weft.messages().sendText("alice", group, "hello");
///     }
///
/// Every method throws an `ApiException` if the server answers with an error, and another
/// `IOException` if no answer comes; a `ConnectFailedException` names each address that was tried.
/// A call whose answer is lost is made again with the same `Idempotency-Key`, so that it is made
/// once. What has no method of its own here is reached by [#calls]. Answers are JSON as it came, or the one
/// value a caller needs from it.
public final class WeftClient implements AutoCloseable {

  /// Longer than an attempt may take: the test of a rule waits for one.
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private final AppCalls calls;

  private WeftClient(AppCalls calls) {
    this.calls = calls;
  }

  /// With the credentials of the app; each call has 90 s.
  ///
  /// @param app the base of the app's calls, `https://weft.example.com/org/app`
  public static WeftClient of(URI app, String clientId, String clientSecret) {
    return of(app, clientId, clientSecret, TIMEOUT);
  }

  /// With another timeout of each call.
  public static WeftClient of(URI app, String clientId, String clientSecret, Duration timeout) {
    return new WeftClient(AppCalls.withCredentials(app, clientId, clientSecret, timeout));
  }

  /// With a token that somebody else has fetched. It is not renewed.
  public static WeftClient withToken(URI app, String token) {
    return new WeftClient(AppCalls.withToken(app, token, TIMEOUT));
  }

  /// Every call of the API, by its path.
  public AppCalls calls() {
    return calls;
  }

  /// JSON of maps, collections, texts, numbers, booleans and null, for bodies.
  public static Json json(Map<String, ?> fields) {
    return Values.of(fields);
  }

  /// The app token that calls carry now.
  public String token() throws IOException, InterruptedException {
    return calls.token();
  }

  public Users users() {
    return new Users(calls);
  }

  public Groups groups() {
    return new Groups(calls);
  }

  public Threads threads() {
    return new Threads(calls);
  }

  public Messages messages() {
    return new Messages(calls);
  }

  public Rules rules() {
    return new Rules(calls);
  }

  public Deliveries deliveries() {
    return new Deliveries(calls);
  }

  public Replays replays() {
    return new Replays(calls);
  }

  public Exceptions exceptions() {
    return new Exceptions(calls);
  }

  /// The callbacks of a rule, fetched.
  ///
  /// @param consumer whose committed position counts
  public Pull pull(String rule, String consumer) {
    return new Pull(calls, rule, consumer);
  }

  /// Breaks off every call and stream in flight.
  @Override
  public void close() {
    calls.close();
  }
}
