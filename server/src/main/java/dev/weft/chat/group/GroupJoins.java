package dev.weft.chat.group;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.JoinKind;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Page;
import dev.weft.chat.Refusal;
import dev.weft.chat.Refusal.Reason;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.GroupMarkStore.Kind;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Users find groups and come in by themselves: into those that are public at once, or, where owner
/// and admins decide, when one of them says yes.
public final class GroupJoins {

  private final Transactions transactions;
  private final GroupStore groups;
  private final GroupMarkStore marks;
  private final JoinCheck check;
  private final GroupRequests requests;
  private final Admission admission;
  private final Clock clock;

  public GroupJoins(
      Transactions transactions,
      GroupStore groups,
      GroupMarkStore marks,
      JoinCheck check,
      GroupRequests requests,
      Clock clock,
      ChatListener listener) {
    this.transactions = transactions;
    this.groups = groups;
    this.marks = marks;
    this.check = check;
    this.requests = requests;
    this.admission = new Admission(groups, check, listener);
    this.clock = clock;
  }

  /// Public groups of the app by id; `after` is [Page#next] of the page before.
  public Page<Group> listed(App app, int limit, @Nullable String after) {
    return transactions.read(snapshot -> groups.listPublic(snapshot, app.id(), limit, after));
  }

  /// A member of the app comes into a group, or applies to one that asks first.
  ///
  /// @param reason what owner and admins read of an application
  /// @return whether the user is in
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.NoSuchUser],
  ///   [Refusal.AlreadyMember], [Refusal.GroupFull], [Refusal.TooManyGroupsJoined] or, if the group
  ///   is not open to the user, [Refusal.GroupNotAllowed]
  public boolean join(App app, Actor by, GroupId id, String reason) {
    UserId user = UserId.of(by.user().value());
    return transactions.call(
        tx -> {
          Group group = Groups.forUpdate(tx, groups, app, id);
          Instant now = clock.instant();
          if (groups.member(tx, id, user).isPresent()) {
            throw new RefusedException(new Refusal.AlreadyMember(user.value(), id.toString()));
          }
          Admission.requireEnabled(group);
          if (!group.details().isPublic() || marks.end(tx, id, Kind.BLOCKED, user).isAfter(now)) {
            throw new RefusedException(new Refusal.GroupNotAllowed(Reason.NO_RIGHT));
          }
          if (group.details().membersOnly()) {
            check.check(tx, app, user);
            requests.apply(tx, app, by, group, user, reason, now);
            return false;
          }
          admission.admit(tx, app, by, group, user, JoinKind.APPLY, now);
          return true;
        });
  }
}
