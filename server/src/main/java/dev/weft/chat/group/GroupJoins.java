package dev.weft.chat.group;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.GroupJoined;
import dev.weft.chat.ChatEvent.JoinKind;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Member;
import dev.weft.chat.Page;
import dev.weft.chat.Refusal;
import dev.weft.chat.Refusal.Reason;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.GroupMarkStore.Kind;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Users find groups and come in by themselves: into those that are public and ask nobody.
public final class GroupJoins {

  private final Transactions transactions;
  private final GroupStore groups;
  private final GroupMarkStore marks;
  private final JoinCheck check;
  private final Clock clock;
  private final ChatListener listener;

  public GroupJoins(
      Transactions transactions,
      GroupStore groups,
      GroupMarkStore marks,
      JoinCheck check,
      Clock clock,
      ChatListener listener) {
    this.transactions = transactions;
    this.groups = groups;
    this.marks = marks;
    this.check = check;
    this.clock = clock;
    this.listener = listener;
  }

  /// Public groups of the app by id; `after` is [Page#next] of the page before.
  public Page<Group> listed(App app, int limit, @Nullable String after) {
    return transactions.read(snapshot -> groups.listPublic(snapshot, app.id(), limit, after));
  }

  /// A member of the app comes into a group.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.NoSuchUser],
  ///   [Refusal.AlreadyMember], [Refusal.GroupFull], [Refusal.TooManyGroupsJoined] or, if the group
  ///   is not open to the user, [Refusal.GroupNotAllowed]
  public void join(App app, Actor by, GroupId id) {
    UserId user = UserId.of(by.user().value());
    transactions.run(
        tx -> {
          Group group = Groups.forUpdate(tx, groups, app, id);
          Instant now = clock.instant();
          if (groups.member(tx, id, user).isPresent()) {
            throw new RefusedException(new Refusal.AlreadyMember(user.value(), id.toString()));
          }
          if (group.disabled()) {
            throw new RefusedException(new Refusal.GroupNotAllowed(Reason.GROUP_DISABLED));
          }
          boolean open = group.details().isPublic() && !group.details().membersOnly();
          if (!open || marks.end(tx, id, Kind.BLOCKED, user).isAfter(now)) {
            throw new RefusedException(new Refusal.GroupNotAllowed(Reason.NO_RIGHT));
          }
          check.check(tx, app, user);
          if (group.memberCount() >= group.details().maxUsers()) {
            throw new RefusedException(new Refusal.GroupFull());
          }
          groups.addMember(tx, app.id(), id, new Member(user, group.roleOf(user), now));
          listener.on(
              tx,
              new GroupJoined(
                  app, group.withMembers(1), List.of(user), JoinKind.APPLY, "", by, now));
        });
  }
}
