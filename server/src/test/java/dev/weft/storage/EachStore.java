package dev.weft.storage;

import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.AppKey;
import dev.weft.app.UserId;
import dev.weft.chat.Content;
import dev.weft.chat.GroupId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.MessageType;
import dev.weft.chat.Recipient;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What the stores of every database must do.
@SuppressWarnings("NullAway.Init") // JUnit calls open().
public abstract class EachStore extends EachDatabase {

  static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  public Database database;

  @BeforeEach
  final void open() {
    database = openDatabase();
  }

  @AfterEach
  final void close() {
    database.close();
  }

  /// As after a restart.
  final void reopen() {
    database.close();
    database = openDatabase();
  }

  final void run(Consumer<Tx> work) {
    database.transactions().run(work);
  }

  final <T extends @Nullable Object> T call(Function<Tx, T> work) {
    return database.transactions().call(work);
  }

  final <T extends @Nullable Object> T read(Function<Snapshot, T> work) {
    return database.transactions().read(work);
  }

  /// A text that ann has sent to a group; nothing is kept of it yet.
  static Message textTo(AppId app, GroupId group, long id, String text) {
    return new Message(
        new MessageId(id),
        app,
        new Recipient.ToGroup(group),
        new UserId("ann"),
        new Content(MessageType.TXT, "{\"msg\":\"" + text + "\"}", "{}"),
        NOW,
        NOW,
        0,
        null,
        null);
  }

  /// The number of a new app.
  final AppId makeApp(String name) {
    App wanted =
        new App(
            new AppId(0), new AppKey("org", name), UUID.randomUUID(), "id-" + name, "hash", NOW);
    return call(tx -> database.apps().insert(tx, wanted)).id();
  }
}
