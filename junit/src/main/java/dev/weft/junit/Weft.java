package dev.weft.junit;

import dev.weft.client.WeftClient;
import dev.weft.receiver.Json;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One app on a real Weft, in the hands of a test.
public final class Weft implements AutoCloseable {

  /// How long to wait for what should take milliseconds before a test has failed.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  /// How long a callback may take to its answer before time is moved under it: one that is held
  /// back, by a paused rule or an open circuit, never comes to rest.
  private static final Duration REST = Duration.ofSeconds(3);

  private final LocalServer server;
  private final LocalServer.App app;
  private final TestClient client;
  private final @Nullable Vendor vendor;
  private final Set<String> users = new HashSet<>();
  private final List<Inbox> inboxes = new ArrayList<>();
  private int rules;

  Weft(LocalServer server, boolean vendor, long seed) {
    this.server = server;
    this.app = server.newApp();
    this.client = new TestClient(app.base(), app.clientId(), app.clientSecret());
    this.vendor = vendor ? new Vendor(this::awaitDelivered, seed) : null;
  }

  /// The base of the app's REST calls: `http://127.0.0.1:…/org/app`.
  public URI url() {
    return app.base();
  }

  /// The app key, `org#app`.
  public String appKey() {
    return app.key();
  }

  public String clientId() {
    return app.clientId();
  }

  public String clientSecret() {
    return app.clientSecret();
  }

  /// An app token, for calls of the test's own; `weft-client` makes them with [#clientId] and
  /// [#clientSecret].
  public String token() {
    return client.ask(WeftClient::token);
  }

  /// Makes a group. Users that the app does not know yet are registered.
  public Group group(String owner, String... members) {
    register(owner);
    Arrays.stream(members).forEach(this::register);
    return Group.create(client, owner, List.of(members));
  }

  private void register(String user) {
    if (users.add(user)) {
      client.tell(weft -> weft.users().register(user, "secret"));
    }
  }

  /// Makes a callback rule: thread callbacks of this app go to `url`, from now on.
  public Rule deliverTo(URI url) {
    return deliverTo(url, Map.of());
  }

  /// The same, with more fields of the rule: `Map.of("events", List.of("thread", "group"))`.
  /// Whether a field is right is for the server to say.
  public Rule deliverTo(URI url, Map<String, Object> fields) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", "rule" + ++rules);
    body.put("url", (vendor == null ? url : vendor.intake(url)).toString());
    body.putAll(fields);
    Json made = client.ask(weft -> weft.rules().create(body));
    return new Rule(
        made.get("name").text(""),
        url,
        made.get("secret").text(""),
        made.get("signing_secret").text(""));
  }

  /// An app server of the extension's own that takes this app's callbacks, for tests that have no
  /// app yet, or want to see what it would be sent.
  public Inbox inbox() {
    Inbox inbox = Inbox.open();
    inboxes.add(inbox);
    inbox.trust(deliverTo(inbox.url()));
    return inbox;
  }

  /// The vendor's cloud, which sends the callbacks in Weft's place.
  ///
  /// @throws IllegalStateException if the test did not ask for it: `@WeftTest(vendor = true)`
  public Vendor vendor() {
    if (vendor == null) {
      throw new IllegalStateException("say @WeftTest(vendor = true) to have the vendor's cloud");
    }
    return vendor;
  }

  /// Waits until nothing of this app is on its way any more: each callback was acknowledged or
  /// given up.
  ///
  /// @throws AssertionError if that takes longer than 30 s, with what is still on its way
  public void awaitDelivered() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!deliveries(Map.of("state", "pending", "limit", 1)).isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("callbacks are still on their way after 30 s:\n" + story());
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  /// The server's time, which [#advance] moves. A receiver that checks when a callback was signed
  /// needs the same: `CallbackReceiver.builder().clock(weft.clock())`.
  public Clock clock() {
    return server.clock();
  }

  /// Moves the time of the server, for all tests that share it, and lets what is due by then leave
  /// at once: a retry that Weft has put off by five minutes needs no five minutes. The waits of the
  /// durable policy are up to a fifth longer or shorter than it says.
  ///
  /// Before, it waits for the attempts in flight, so that they end in the time they began in.
  public void advance(Duration by) {
    long deadline = System.nanoTime() + REST.toNanos();
    while (!atRest() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    server.advance(by);
  }

  private List<Json> deliveries(Map<String, Object> filter) {
    return client.ask(weft -> weft.deliveries().list(filter, null)).data();
  }

  /// Whether the first callback of every thread is put off to a later time.
  private boolean atRest() {
    long now = clock().millis();
    Map<String, Json> heads = new HashMap<>();
    // The newest comes first, so that the oldest of a thread is what remains.
    for (Json one : deliveries(Map.of("state", "pending", "limit", 500))) {
      heads.put(one.get("rule").text("") + " " + one.get("thread").text(""), one);
    }
    return heads.values().stream()
        .allMatch(head -> head.get("next_attempt").integer().orElse(0) > now);
  }

  /// What became of the newest callbacks, one line each, newest first.
  public String story() {
    StringBuilder story = new StringBuilder();
    for (Json delivery : deliveries(Map.of("limit", 50))) {
      story
          .append(
              "%s %s thread=%s rule=%s attempts=%d"
                  .formatted(
                      delivery.get("state").text(""),
                      delivery.get("operation").text(""),
                      delivery.get("thread").text(""),
                      delivery.get("rule").text(""),
                      delivery.get("attempts").integer().orElse(0)))
          .append('\n');
    }
    return story.isEmpty() ? "no callback was due: is there a rule?" : story.toString();
  }

  @Override
  public void close() {
    inboxes.forEach(Inbox::close);
    client.close();
    if (vendor != null) {
      vendor.close();
    }
  }
}
