package dev.weft.chat.stream;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.MessageSent;
import dev.weft.chat.ChatEvent.MessageStreamed;
import dev.weft.chat.ChatListener;
import dev.weft.chat.ConversationId;
import dev.weft.chat.Group;
import dev.weft.chat.Ids;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.Origin;
import dev.weft.chat.Recipient;
import dev.weft.chat.Refusal;
import dev.weft.chat.Refusal.StreamReason;
import dev.weft.chat.RefusedException;
import dev.weft.chat.Source;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.message.Messages;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.stream.StreamStore.Slow;
import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Messages that the app's server sends in chunks. The first chunk is a message of its
/// conversation; each further chunk is an entry of the same timeline and durable before it is
/// answered. When the stream ends, or breaks off, the message has the whole text. It gives no
/// callback (vendor).
public final class StreamMessages implements AutoCloseable {

  /// The largest group (vendor): each chunk goes to each member.
  private static final int MAX_MEMBERS = 200;

  /// How often somebody looks for streams that are too slow.
  private static final Duration LOOK = Duration.ofSeconds(5);

  /// Streams of one turn.
  private static final int PER_TURN = 100;

  private final Transactions transactions;
  private final StreamStore store;
  private final GroupStore groups;
  private final MessageStore messages;
  private final Messages chat;
  private final Function<AppId, Optional<App>> apps;
  private final BiFunction<UserId, Optional<ChunkView>, byte[]> extras;
  private final Ids ids;
  private final Clock clock;
  private final ChatListener listener;
  private final Loop loop;

  /// @param apps the app with a number
  /// @param extras what an entry of a timeline keeps for devices, by the sender: of a further
  ///   chunk, or of the message itself
  public StreamMessages(
      Transactions transactions,
      StreamStore store,
      GroupStore groups,
      MessageStore messages,
      Messages chat,
      Function<AppId, Optional<App>> apps,
      BiFunction<UserId, Optional<ChunkView>, byte[]> extras,
      Ids ids,
      Clock clock,
      ChatListener listener,
      Loops loops) {
    this.transactions = transactions;
    this.store = store;
    this.groups = groups;
    this.messages = messages;
    this.chat = chat;
    this.apps = apps;
    this.extras = extras;
    this.ids = ids;
    this.clock = clock;
    this.listener = listener;
    this.loop = loops.background("streams", this::turn);
  }

  /// Begins to end streams that are too slow.
  public void start() {
    loop.start();
  }

  /// Sends the first chunk, and answers the id of the message. Where there is no such group, nobody
  /// gets it, as with other messages.
  ///
  /// @param format of the text: `text`, `markdown`
  /// @param ext the message extension, a JSON object
  /// @throws RefusedException with [Refusal.StreamRefused], or if `by` is a member
  public MessageId begin(
      App app, Actor by, Chunk first, boolean toGroup, String format, String ext) {
    Permissions.requireServer(by);
    if (first.bytes() > StreamProgress.MAX_BYTES) {
      throw refused(StreamReason.TOO_LONG);
    }
    ChunkView shown =
        new ChunkView(format, 0, first.text(), first.stateAfter(), first.finishReason());
    return transactions.call(
        tx -> {
          Instant now = clock.instant();
          Optional<Recipient> to = recipient(tx, app, first.to(), toGroup);
          MessageId id =
              to.map(
                      found -> {
                        Message message = message(app, found, first.from(), shown, ext, now);
                        messages.insert(tx, message);
                        listener.on(
                            tx,
                            new MessageSent(
                                app, message, null, by, origin(first.from(), Optional.empty())));
                        return message.id();
                      })
                  .orElseGet(() -> chat.nowhere(app, first.to()));
          store.insert(
              tx,
              new StreamProgress(
                  id,
                  app.id(),
                  first.from(),
                  first.to(),
                  toGroup,
                  format,
                  to.isPresent(),
                  first.seq(),
                  1,
                  first.bytes(),
                  now,
                  now,
                  first.stateAfter()));
          if (to.isPresent() && !first.finish()) {
            store.addText(tx, id, 0, first.text());
          }
          return id;
        });
  }

  private Optional<Recipient> recipient(Tx tx, App app, String to, boolean toGroup) {
    if (!toGroup) {
      return Optional.of(new Recipient.ToUser(UserId.of(to)));
    }
    Optional<Group> group =
        ConversationId.parse(app.id(), to)
            .flatMap(target -> groups.find(tx, app.id(), target.asGroup()));
    if (group.filter(found -> found.memberCount() > MAX_MEMBERS).isPresent()) {
      throw refused(StreamReason.GROUP_TOO_LARGE);
    }
    return group.map(found -> new Recipient.ToGroup(found.id()));
  }

  private Message message(
      App app, Recipient to, UserId from, ChunkView first, String ext, Instant now) {
    return new Message(
        ids.nextMessage(),
        app.id(),
        to,
        from,
        StreamContent.begun(first, ext),
        now,
        now,
        0,
        null,
        null);
  }

  /// Sends a further chunk.
  ///
  /// @throws RefusedException with [Refusal.StreamRefused], or if `by` is a member
  public void goOn(App app, Actor by, MessageId id, Chunk chunk, boolean toGroup) {
    Permissions.requireServer(by);
    // That a stream has broken off is kept although the call is refused.
    Optional<StreamReason> refusal =
        transactions.call(
            tx -> {
              Optional<StreamProgress> found =
                  store
                      .findForUpdate(tx, id)
                      .filter(one -> one.app().equals(app.id()) && one.toGroup() == toGroup);
              return found.isPresent()
                  ? add(tx, app, by, found.get(), chunk)
                  : Optional.of(StreamReason.NOT_FOUND);
            });
    refusal.ifPresent(
        reason -> {
          throw refused(reason);
        });
  }

  private Optional<StreamReason> add(Tx tx, App app, Actor by, StreamProgress stream, Chunk chunk) {
    if (!stream.from().isSameAs(chunk.from())) {
      return Optional.of(StreamReason.OTHER_SENDER);
    }
    if (!stream.isTo(chunk.to())) {
      return Optional.of(stream.toGroup() ? StreamReason.OTHER_GROUP : StreamReason.OTHER_RECEIVER);
    }
    Instant now = clock.instant();
    StreamState state = stream.stateAt(now);
    if (state != StreamState.OPEN) {
      breakOff(tx, app, by, stream, state, now);
      return reason(state);
    }
    if (chunk.seq() <= stream.seq()) {
      return Optional.of(StreamReason.SEQ_TOO_SMALL);
    }
    if (stream.bytes() + chunk.bytes() > StreamProgress.MAX_BYTES) {
      breakOff(tx, app, by, stream, StreamState.TOO_LONG, now);
      return reason(StreamState.TOO_LONG);
    }
    StreamProgress after = stream.with(chunk, now);
    if (stream.kept() && !append(tx, app, by, after, chunk)) {
      return Optional.of(StreamReason.NOT_FOUND);
    }
    store.update(tx, after);
    return Optional.empty();
  }

  /// Answers false if the message was recalled.
  private boolean append(Tx tx, App app, Actor by, StreamProgress after, Chunk chunk) {
    // Locked, so that nobody recalls it meanwhile: the words of the chunk would stay.
    Optional<Message> message = messages.findForUpdate(tx, after.message());
    if (message.isEmpty()) {
      return false;
    }
    ChunkView shown =
        new ChunkView(
            after.format(),
            after.chunks() - 1,
            chunk.text(),
            chunk.stateAfter(),
            chunk.finishReason());
    Message now = message.get();
    if (chunk.finish()) {
      now = whole(tx, now, shown, store.text(tx, after.message()) + chunk.text());
    } else {
      store.addText(tx, after.message(), shown.number(), chunk.text());
    }
    notify(tx, app, by, now, shown, after.changed());
    return true;
  }

  private Message whole(Tx tx, Message message, ChunkView last, String text) {
    Message whole =
        message.with(StreamContent.whole(message.content(), last, text, message.edits() > 0));
    messages.update(tx, whole);
    store.deleteTexts(tx, message.id());
    return whole;
  }

  private void notify(Tx tx, App app, Actor by, Message message, ChunkView shown, Instant at) {
    listener.on(
        tx,
        new MessageStreamed(
            app, message, by, at, ids.nextMessage(), origin(message.from(), Optional.of(shown))));
  }

  private Origin origin(UserId from, Optional<ChunkView> chunk) {
    return new Origin(Source.STREAM, 0, 0, extras.apply(from, chunk));
  }

  /// Ends a stream that may not go on, with what has come of it.
  private void breakOff(
      Tx tx, App app, Actor by, StreamProgress stream, StreamState how, Instant now) {
    if (stream.state() != StreamState.OPEN) {
      return;
    }
    store.update(tx, stream.ended(now, how));
    Optional<Message> message =
        stream.kept() ? messages.findForUpdate(tx, stream.message()) : Optional.empty();
    if (message.isEmpty()) {
      store.deleteTexts(tx, stream.message());
      return;
    }
    ChunkView end = new ChunkView(stream.format(), stream.chunks(), "", how, OptionalInt.empty());
    Message whole = whole(tx, message.get(), end, store.text(tx, stream.message()));
    notify(tx, app, by, whole, end, now);
  }

  private static Optional<StreamReason> reason(StreamState state) {
    return switch (state) {
      case OPEN -> Optional.empty();
      case FINISHED -> Optional.of(StreamReason.FINISHED);
      case CHUNK_LATE -> Optional.of(StreamReason.CHUNK_LATE);
      case TOO_OLD -> Optional.of(StreamReason.TOO_OLD);
      case TOO_LONG -> Optional.of(StreamReason.TOO_LONG);
    };
  }

  private static RefusedException refused(StreamReason reason) {
    return new RefusedException(new Refusal.StreamRefused(reason));
  }

  /// Ends the streams whose callers are silent.
  Duration turn() {
    Instant now = clock.instant();
    List<Slow> slow =
        transactions.read(
            snapshot ->
                store.slow(
                    snapshot,
                    now.minus(StreamProgress.MAX_PAUSE),
                    now.minus(StreamProgress.MAX_AGE),
                    PER_TURN));
    slow.forEach(this::breakOffIfSlow);
    return slow.size() == PER_TURN ? Duration.ZERO : LOOK;
  }

  private void breakOffIfSlow(Slow slow) {
    Optional<App> app = apps.apply(slow.app());
    if (app.isEmpty()) {
      return;
    }
    transactions.run(
        tx ->
            store
                .findForUpdate(tx, slow.message())
                .ifPresent(
                    found -> {
                      Instant now = clock.instant();
                      StreamState state = found.stateAt(now);
                      if (state != StreamState.OPEN) {
                        breakOff(tx, app.get(), Actor.SERVER, found, state, now);
                      }
                    }));
  }

  @Override
  public void close() {
    loop.close();
  }
}
