package dev.weft.chat.broadcast;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.MessageSent;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Content;
import dev.weft.chat.Group;
import dev.weft.chat.Ids;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.Origin;
import dev.weft.chat.Page;
import dev.weft.chat.Recipient;
import dev.weft.chat.Source;
import dev.weft.chat.User;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.user.UserStore;
import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Sends messages to everybody. The caller has an answer once the broadcast is durable; it is sent
/// in steps, each with its cursor in one unit of work, so that a restart neither loses nor repeats
/// any. A message of a broadcast gives no callback (vendor: it has no id of a message).
public final class Broadcasts implements AutoCloseable {

  /// Receivers of one step: whoever else writes must not wait for long.
  private static final int PER_STEP = 100;

  /// Between two steps: 1,000 receivers a second (vendor).
  private static final Duration BETWEEN_STEPS = Duration.ofMillis(100);

  /// How soon what another node was asked for is taken over.
  private static final Duration LOOK = Duration.ofSeconds(10);

  private final Transactions transactions;
  private final BroadcastStore store;
  private final UserStore users;
  private final GroupStore rooms;
  private final MessageStore messages;
  private final Function<AppId, Optional<App>> apps;
  private final Ids ids;
  private final Clock clock;
  private final ChatListener listener;
  private final Loop loop;

  /// @param apps the app with a number
  public Broadcasts(
      Transactions transactions,
      BroadcastStore store,
      UserStore users,
      GroupStore rooms,
      MessageStore messages,
      Function<AppId, Optional<App>> apps,
      Ids ids,
      Clock clock,
      ChatListener listener,
      Loops loops) {
    this.transactions = transactions;
    this.store = store;
    this.users = users;
    this.rooms = rooms;
    this.messages = messages;
    this.apps = apps;
    this.ids = ids;
    this.clock = clock;
    this.listener = listener;
    this.loop = loops.background("broadcasts", this::step);
  }

  /// Begins to send, and goes on with what was not sent to all.
  public void start() {
    loop.start();
  }

  /// Sends a message to everybody. Answers the id of the broadcast.
  ///
  /// @throws dev.weft.chat.RefusedException if `by` is a member
  public MessageId send(App app, Actor by, Audience audience, UserId from, Content content) {
    Permissions.requireServer(by);
    MessageId id = ids.nextMessage();
    transactions.run(
        tx -> {
          store.insert(tx, new Broadcast(id, app.id(), audience, from, content, null));
          tx.afterCommit(loop::wake);
        });
    return id;
  }

  /// Takes one step with the oldest broadcast. Answers how long there is nothing more to do.
  Duration step() {
    Optional<Broadcast> oldest = transactions.read(store::oldest);
    if (oldest.isEmpty()) {
      return LOOK;
    }
    transactions.run(
        tx -> store.findForUpdate(tx, oldest.get().id()).ifPresent(found -> send(tx, found)));
    return BETWEEN_STEPS;
  }

  private void send(Tx tx, Broadcast broadcast) {
    @Nullable String next =
        apps.apply(broadcast.app()).map(app -> sendSome(tx, app, broadcast)).orElse(null);
    if (next == null) {
      store.delete(tx, broadcast.id());
    } else {
      store.advance(tx, broadcast.id(), next);
    }
  }

  /// Answers the cursor of the next step; null if that was the last.
  private @Nullable String sendSome(Tx tx, App app, Broadcast broadcast) {
    return switch (broadcast.audience()) {
      case USERS -> {
        Page<User> page = users.list(tx, app.id(), PER_STEP, broadcast.cursor());
        page.items().forEach(user -> send(tx, app, broadcast, new Recipient.ToUser(user.id())));
        yield page.next();
      }
      case ONLINE_USERS -> {
        String after = broadcast.cursor() == null ? "" : broadcast.cursor();
        List<UserId> some = store.online(tx, app.id(), after, PER_STEP);
        some.forEach(user -> send(tx, app, broadcast, new Recipient.ToUser(user)));
        yield some.size() < PER_STEP ? null : some.getLast().value();
      }
      case ROOMS -> {
        Page<Group> page = rooms.list(tx, app.id(), PER_STEP, broadcast.cursor());
        page.items().stream()
            .filter(room -> room.memberCount() > 0)
            .forEach(room -> send(tx, app, broadcast, new Recipient.ToRoom(room.id())));
        yield page.next();
      }
    };
  }

  private void send(Tx tx, App app, Broadcast broadcast, Recipient place) {
    Instant now = clock.instant();
    Message message =
        new Message(
            ids.nextMessage(),
            app.id(),
            place,
            broadcast.from(),
            broadcast.content(),
            now,
            now,
            0,
            null,
            null);
    messages.insert(tx, message);
    listener.on(tx, new MessageSent(app, message, null, Actor.SERVER, Origin.of(Source.BROADCAST)));
  }

  /// Lets a step in flight end.
  @Override
  public void close() {
    loop.close();
  }
}
