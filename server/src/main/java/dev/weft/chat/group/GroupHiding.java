package dev.weft.chat.group;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.GroupHidden;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.GroupMarkStore.Kind;
import dev.weft.chat.group.GroupMarkStore.Mark;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Instant;

/// Members hide a group (vendor: shield): they stay members, and none of their devices gets what is
/// sent to it. Once they show it again, what was sent meanwhile is in the history alone. Threads of
/// the group are heard as before.
public final class GroupHiding {

  private final Transactions transactions;
  private final GroupStore groups;
  private final GroupMarkStore marks;
  private final Clock clock;
  private final ChatListener listener;

  public GroupHiding(
      Transactions transactions,
      GroupStore groups,
      GroupMarkStore marks,
      Clock clock,
      ChatListener listener) {
    this.transactions = transactions;
    this.groups = groups;
    this.marks = marks;
    this.clock = clock;
    this.listener = listener;
  }

  /// Hides a group for a member, or shows it again. Nothing happens if it is so already.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.NotMember], or
  ///   [Refusal.OwnerUntouchable]: the owner cannot hide the own group
  public void hide(App app, Actor by, GroupId groupId, boolean hidden) {
    UserId user = UserId.of(by.user().value());
    transactions.run(
        tx -> {
          Group group = Groups.forUpdate(tx, groups, app, groupId);
          if (groups.member(tx, groupId, user).isEmpty()) {
            throw new RefusedException(new Refusal.NotMember(user.value(), groupId.toString()));
          }
          if (group.owner().equals(user)) {
            throw new RefusedException(new Refusal.OwnerUntouchable());
          }
          Instant now = clock.instant();
          if (marks.end(tx, groupId, Kind.HIDING, user).isAfter(now) == hidden) {
            return;
          }
          Mark mark = new Mark(user, hidden ? Mark.NEVER : now);
          marks.put(tx, app.id(), groupId, Kind.HIDING, mark);
          listener.on(tx, new GroupHidden(app, group, user, hidden, by, now));
        });
  }
}
