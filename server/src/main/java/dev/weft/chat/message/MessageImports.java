package dev.weft.chat.message;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.MessageSent;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Content;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Ids;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.Origin;
import dev.weft.chat.Recipient;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.Source;
import dev.weft.chat.group.GroupStore;
import dev.weft.tx.GroupCommit;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Moves messages in from elsewhere, one at a time, with the times they had there (vendor: message
/// import). They are in the history of their conversation like others, and never give a callback.
public final class MessageImports {

  /// How far the clock of a caller may be ahead of this one.
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private final GroupCommit<GroupId, Targets> sharing;
  private final GroupStore groups;
  private final MessageStore messages;
  private final Ids ids;
  private final Clock clock;
  private final ReadMarks marks;
  private final ChatListener listener;

  public MessageImports(
      Transactions transactions,
      GroupStore groups,
      MessageStore messages,
      Ids ids,
      Clock clock,
      ReadMarks marks,
      ChatListener listener) {
    this.sharing = transactions.groupCommit(this::fetch);
    this.groups = groups;
    this.messages = messages;
    this.ids = ids;
    this.clock = clock;
    this.marks = marks;
    this.listener = listener;
  }

  /// The groups that messages are moved into, locked.
  private record Targets(Map<GroupId, Group> groups, NewestTimes newest) {

    Group require(App app, GroupId id) {
      @Nullable Group group = groups.get(id);
      if (group == null || !group.app().equals(app.id())) {
        throw new RefusedException(new Refusal.GroupNotFound(id.toString()));
      }
      return group;
    }
  }

  /// What is the same for many messages that are moved in at once.
  private Targets fetch(Tx tx, List<GroupId> into) {
    return new Targets(groups.lock(tx, into), messages.newestIn(tx, into));
  }

  /// Moves in a message of one user to another, whether there are such users or not.
  ///
  /// @param sent when it was sent; empty for now
  /// @param read whether the receiver has read it there
  /// @throws RefusedException with [Refusal.ImportedTooLate]
  public MessageId toUser(
      App app,
      Actor by,
      UserId from,
      UserId to,
      Content content,
      Optional<Instant> sent,
      boolean read) {
    return sharing.call(
        List.of(),
        (tx, _) -> {
          Consumer<MessageId> kept = read ? marks.beforeRead(tx, app.id(), from, to) : _ -> {};
          Instant at = timeOf(sent);
          MessageId id = keep(tx, app, by, from, new Recipient.ToUser(to), content, at);
          kept.accept(id);
          return id;
        });
  }

  /// Moves a message into a group. Within one group the times must grow, from when the group was
  /// made.
  ///
  /// @param sent when it was sent; empty for now
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.ImportedTooEarly] or
  ///   [Refusal.ImportedTooLate]
  public MessageId toGroup(
      App app, Actor by, UserId from, GroupId id, Content content, Optional<Instant> sent) {
    return sharing.call(
        List.of(id),
        (tx, targets) -> {
          Group group = targets.require(app, id);
          Instant at = timeOf(sent);
          // What an older server has taken from the future holds up nobody.
          Instant earliest =
              targets
                  .newest()
                  .in(id)
                  .filter(newest -> !newest.isAfter(clock.instant()))
                  .orElse(group.created());
          if (at.isBefore(earliest)) {
            throw new RefusedException(new Refusal.ImportedTooEarly(earliest));
          }
          MessageId kept = keep(tx, app, by, from, new Recipient.ToGroup(id), content, at);
          targets.newest().sent(id, at);
          return kept;
        });
  }

  private Instant timeOf(Optional<Instant> sent) {
    Instant now = clock.instant();
    if (sent.filter(at -> at.isAfter(now.plus(AHEAD))).isPresent()) {
      throw new RefusedException(new Refusal.ImportedTooLate());
    }
    return sent.orElse(now);
  }

  private MessageId keep(
      Tx tx, App app, Actor by, UserId from, Recipient recipient, Content content, Instant at) {
    Message message =
        new Message(ids.nextMessage(), app.id(), recipient, from, content, at, at, 0, null, null);
    messages.insert(tx, message);
    listener.on(tx, new MessageSent(app, message, null, by, Origin.of(Source.IMPORT)));
    return message.id();
  }
}
