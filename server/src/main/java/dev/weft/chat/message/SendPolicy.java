package dev.weft.chat.message;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Member;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.Place;
import dev.weft.chat.Refusal;
import dev.weft.chat.Refusal.SendRefused.Reason;
import dev.weft.chat.RefusedException;
import dev.weft.chat.ThreadId;
import dev.weft.chat.group.GroupMarkStore;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.thread.ThreadStore;
import dev.weft.chat.user.UserLinkStore;
import dev.weft.chat.user.UserMute;
import dev.weft.chat.user.UserMuteStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// What a member may do with messages. The app's server may do all of it and is not asked, as at
/// the vendor.
///
/// It looks at what was durable a moment before: whoever is put out of a group while his message
/// arrives may be heard once more.
public final class SendPolicy {

  private final Transactions transactions;
  private final GroupStore groups;
  private final GroupMarkStore marks;
  private final ThreadStore threads;
  private final MessageStore messages;
  private final UserMuteStore mutes;
  private final UserLinkStore links;
  private final Clock clock;

  public SendPolicy(
      Transactions transactions,
      GroupStore groups,
      GroupMarkStore marks,
      ThreadStore threads,
      MessageStore messages,
      UserMuteStore mutes,
      UserLinkStore links,
      Clock clock) {
    this.transactions = transactions;
    this.groups = groups;
    this.marks = marks;
    this.threads = threads;
    this.messages = messages;
    this.mutes = mutes;
    this.links = links;
    this.clock = clock;
  }

  /// Checks that a user may send to a group or a thread. Who is in the group may send to its
  /// threads.
  ///
  /// @throws RefusedException with [Refusal.SendRefused]
  public void checkGroup(App app, UserId from, String target) {
    Optional<Reason> reason =
        transactions.read(
            snapshot ->
                groupOf(snapshot, app, target)
                    .map(group -> refusal(snapshot, app, from, group))
                    .orElse(Optional.of(Reason.GROUP_NOT_FOUND)));
    refuse(reason);
  }

  private Optional<Group> groupOf(Snapshot snapshot, App app, String target) {
    Optional<Long> id = Messages.parseId(target);
    Optional<GroupId> parent =
        id.flatMap(value -> threads.find(snapshot, app.id(), new ThreadId(value)))
            .map(ChatThread::group);
    return parent
        .or(() -> id.map(GroupId::new))
        .flatMap(group -> groups.find(snapshot, app.id(), group));
  }

  private Optional<Reason> refusal(Snapshot snapshot, App app, UserId from, Group group) {
    Instant now = clock.instant();
    Optional<Member> member = groups.member(snapshot, group.id(), from);
    if (member.isEmpty()) {
      return Optional.of(Reason.NOT_IN_GROUP);
    }
    if (group.disabled()) {
      return Optional.of(Reason.GROUP_DISABLED);
    }
    if (isMuted(snapshot, app, from, UserMute::group, now)) {
      return Optional.of(Reason.MUTED_IN_APP);
    }
    if (member.get().role() == Member.Role.OWNER) {
      return Optional.empty();
    }
    if (marks.isMarked(snapshot, group.id(), GroupMarkStore.Kind.MUTED, from, now)) {
      return Optional.of(Reason.MUTED);
    }
    boolean mayNot =
        group.allMuted()
            && member.get().role() == Member.Role.MEMBER
            && !marks.isMarked(snapshot, group.id(), GroupMarkStore.Kind.ALLOWED, from, now);
    return mayNot ? Optional.of(Reason.ALL_MUTED) : Optional.empty();
  }

  private boolean isMuted(
      Snapshot snapshot, App app, UserId user, Function<UserMute, Instant> until, Instant now) {
    return mutes
        .find(snapshot, app.id(), user)
        .filter(mute -> until.apply(mute).isAfter(now))
        .isPresent();
  }

  /// Checks that a user may send to another one.
  ///
  /// @throws RefusedException with [Refusal.SendRefused]
  public void checkUser(App app, UserId from, UserId to) {
    Instant now = clock.instant();
    Optional<Reason> reason =
        transactions.read(
            snapshot -> {
              if (isMuted(snapshot, app, from, UserMute::chat, now)) {
                return Optional.of(Reason.MUTED_IN_APP);
              }
              return links.has(snapshot, app.id(), to, UserLinkStore.Kind.BLOCKED, from)
                  ? Optional.of(Reason.BLOCKED)
                  : Optional.empty();
            });
    refuse(reason);
  }

  private static void refuse(Optional<Reason> reason) {
    if (reason.isPresent()) {
      throw new RefusedException(new Refusal.SendRefused(reason.get()));
    }
  }

  /// Checks that a user may recall a message: its sender may, and in a group its owner and admins.
  ///
  /// @throws RefusedException with [Refusal.RecallUnknownMessage] or [Refusal.RecallNotAllowed]
  public void checkRecall(App app, UserId operator, MessageId id) {
    boolean allowed =
        transactions.read(
            snapshot -> {
              Message message =
                  messages
                      .find(snapshot, id)
                      .filter(found -> found.app().equals(app.id()))
                      .orElseThrow(() -> new RefusedException(new Refusal.RecallUnknownMessage()));
              return message.from().isSameAs(operator)
                  || switch (message.place()) {
                    case Place.WithUser _ -> false;
                    case Place.InGroup(GroupId group) -> isAdmin(snapshot, group, operator);
                    case Place.InThread in -> isAdmin(snapshot, in.parent(), operator);
                  };
            });
    if (!allowed) {
      throw new RefusedException(new Refusal.RecallNotAllowed());
    }
  }

  private boolean isAdmin(Snapshot snapshot, GroupId group, UserId user) {
    return groups
        .member(snapshot, group, user)
        .filter(member -> member.role() != Member.Role.MEMBER)
        .isPresent();
  }
}
