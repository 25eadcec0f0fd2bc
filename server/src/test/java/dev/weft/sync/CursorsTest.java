package dev.weft.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.AppKey;
import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.Ids;
import dev.weft.chat.User;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.cluster.Signals;
import dev.weft.storage.Database;
import dev.weft.storage.EachDatabase;
import dev.weft.sync.device.Device;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What devices acknowledge is written soon, and never backwards.
@Timeout(180)
@SuppressWarnings("NullAway.Init") // JUnit calls prepare().
class CursorsTest extends EachDatabase {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final UserId ANN = new UserId("ann");

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private Database database;
  private Devices devices;
  private Cursors cursors;
  private Device device;
  private ConversationId conversation;

  @BeforeEach
  void prepare() {
    database = openDatabase();
    App wanted =
        new App(new AppId(0), new AppKey("org", "app"), UUID.randomUUID(), "id", "hash", NOW);
    AppId app = database.transactions().call(tx -> database.apps().insert(tx, wanted)).id();
    TimelineStore timelines = database.timelines(new AtomicLong(1_000)::incrementAndGet);
    Conversation.OfUser inbox =
        database
            .transactions()
            .call(
                tx -> {
                  boolean made =
                      database
                          .users()
                          .insert(
                              tx,
                              new User(
                                  ANN,
                                  app,
                                  UUID.randomUUID(),
                                  "h",
                                  null,
                                  true,
                                  Instant.EPOCH,
                                  NOW,
                                  NOW));
                  assertThat(made).isTrue();
                  return timelines.inbox(tx, app, ANN);
                });
    conversation = inbox.id();
    devices =
        new Devices(
            new Devices.Stores(
                database.transactions(),
                database.users(),
                database.devices(),
                database.cursors(),
                database.messages()),
            new ConversationNews(Signals.NONE),
            (_, _) -> {},
            _ -> Optional.empty(),
            new Ids(clock, 0, 0),
            clock,
            Duration.ofDays(30_000),
            0);
    cursors = new Cursors(database.transactions(), database.cursors(), database.devices(), clock);
    device = login(new Device.Details("web", 16, "webim", "u", "1.4.0", ""));
  }

  @AfterEach
  void close() {
    cursors.close();
    database.close();
  }

  @Test
  void what_is_acknowledged_is_durable_soon_without_being_asked() {
    cursors.start();
    cursors.acknowledge(device.id(), conversation, 10, 1);
    cursors.acknowledge(device.id(), conversation, 7, 1);

    await().until(() -> at() == 10);
  }

  @Test
  void flushing_writes_all_that_waits() {
    cursors.start();
    cursors.acknowledge(device.id(), conversation, 10, 1);
    cursors.flush();
    assertThat(at()).isEqualTo(10);

    cursors.acknowledge(device.id(), conversation, 9, 1);
    cursors.flush();
    assertThat(at()).isEqualTo(10);
  }

  @Test
  void closing_writes_what_waits() {
    cursors.start();
    cursors.acknowledge(device.id(), conversation, 12, 1);
    cursors.close();

    assertThat(at()).isEqualTo(12);
  }

  @Test
  void each_login_of_a_device_has_a_larger_number() {
    Device again = login(device.details());

    assertThat(again.id()).isEqualTo(device.id());
    assertThat(again.login()).isGreaterThan(device.login());
    assertThat(devices.find(device.app(), ANN, "web")).contains(again);
    assertThat(devices.of(device.app(), ANN)).containsExactly(again);
  }

  private Device login(Device.Details details) {
    App of = database.transactions().read(snapshot -> database.apps().all(snapshot).getFirst());
    return devices.login(of, ANN, details, "192.0.2.1", _ -> true);
  }

  private long at() {
    return devices.followed(device).getFirst().from();
  }
}
