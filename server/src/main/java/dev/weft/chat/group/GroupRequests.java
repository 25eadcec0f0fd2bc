package dev.weft.chat.group;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.GroupRequested;
import dev.weft.chat.ChatEvent.JoinKind;
import dev.weft.chat.ChatEvent.RequestStep;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Member;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.GroupMarkStore.Kind;
import dev.weft.chat.group.GroupMarkStore.Mark;
import dev.weft.chat.policy.Operation;
import dev.weft.chat.policy.Permissions;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Applications to groups that ask before they take somebody (vendor: `membersonly`, `approval`),
/// and invitations into groups where the invited user decides (vendor: `invite_need_confirm`). Each
/// is answered once, or ends by itself.
public final class GroupRequests {

  /// How long an application or an invitation may be answered.
  public static final Duration OPEN = Duration.ofDays(7);

  /// The most characters of what somebody says with an application or an answer.
  public static final int MAX_REASON = 512;

  private final Transactions transactions;
  private final GroupStore groups;
  private final GroupMarkStore marks;
  private final JoinCheck check;
  private final Admission admission;
  private final Permissions permissions;
  private final Clock clock;
  private final ChatListener listener;

  public GroupRequests(
      Transactions transactions,
      GroupStore groups,
      GroupMarkStore marks,
      JoinCheck check,
      Permissions permissions,
      Clock clock,
      ChatListener listener) {
    this.transactions = transactions;
    this.groups = groups;
    this.marks = marks;
    this.check = check;
    this.admission = new Admission(groups, check, listener);
    this.permissions = permissions;
    this.clock = clock;
    this.listener = listener;
  }

  /// A user applies. Owner and admins are told the first time.
  void apply(Tx tx, App app, Actor by, Group group, UserId user, String reason, Instant now) {
    boolean open = marks.end(tx, group.id(), Kind.APPLIED, user).isAfter(now);
    marks.put(tx, app.id(), group.id(), Kind.APPLIED, new Mark(user, now.plus(OPEN)));
    if (!open) {
      List<UserId> notified =
          Stream.concat(
                  Stream.of(group.owner()),
                  groups.admins(tx, group.id()).stream().map(Member::user))
              .distinct()
              .toList();
      publish(tx, app, by, group, user, RequestStep.APPLIED, notified, reason, now);
    }
  }

  /// Owner, admin or the app's server answers an application.
  ///
  /// @param reason what the user is told if the answer is no
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.GroupNotAllowed],
  ///   [Refusal.NotAsked] if the user has no open application, and as [GroupJoins#join] if the user
  ///   cannot come in
  public void answerApplication(
      App app, Actor by, GroupId id, UserId user, boolean accepted, String reason) {
    transactions.run(
        tx -> {
          Group group = Groups.forUpdate(tx, groups, app, id);
          permissions.requireInGroup(tx, app, by, Operation.MODERATE, id);
          Instant now = clock.instant();
          close(tx, group, Kind.APPLIED, user, now);
          List<UserId> notified = List.of(user);
          if (accepted) {
            publish(tx, app, by, group, user, RequestStep.APPLY_ACCEPTED, notified, "", now);
            let(tx, app, by, group, user, JoinKind.APPLY, now);
          } else {
            publish(tx, app, by, group, user, RequestStep.APPLY_DECLINED, notified, reason, now);
          }
        });
  }

  /// A member asks users to come into a group that lets each decide. Who is in already or has an
  /// open invitation is not told again.
  ///
  /// @return who is invited now; empty if the group asks nobody, so that users are let in at once
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.GroupNotAllowed],
  ///   [Refusal.NoSuchUser], [Refusal.TooManyGroupsJoined] or, if all are in,
  ///   [Refusal.AlreadyMember]
  public Optional<List<UserId>> invite(App app, Actor by, GroupId id, List<UserId> wanted) {
    return transactions.call(
        tx -> {
          Group group = Groups.forUpdate(tx, groups, app, id);
          permissions.requireInGroup(tx, app, by, Operation.INVITE, id);
          if (!group.details().inviteNeedsConfirm()) {
            return Optional.empty();
          }
          Instant now = clock.instant();
          List<UserId> invited = new ArrayList<>();
          // In the order of names, which is the order of locks.
          for (UserId user : new TreeSet<>(wanted)) {
            if (groups.member(tx, id, user).isEmpty()) {
              check.check(tx, app, user);
              invite(tx, app, by, group, user, now);
              invited.add(user);
            }
          }
          if (invited.isEmpty()) {
            throw new RefusedException(
                new Refusal.AlreadyMember(wanted.getFirst().value(), id.toString()));
          }
          return Optional.of(invited);
        });
  }

  private void invite(Tx tx, App app, Actor by, Group group, UserId user, Instant now) {
    boolean open = marks.end(tx, group.id(), Kind.INVITED, user).isAfter(now);
    marks.putNoted(
        tx, app.id(), group.id(), Kind.INVITED, new Mark(user, now.plus(OPEN)), by.user().value());
    if (!open) {
      publish(tx, app, by, group, user, RequestStep.INVITED, List.of(user), "", now);
    }
  }

  /// The invited user answers.
  ///
  /// @param reason what the inviter is told if the answer is no
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.GroupNotAllowed] if somebody
  ///   else answers, [Refusal.NotAsked] if the user has no open invitation, and as
  ///   [GroupJoins#join] if the user cannot come in
  public void answerInvitation(
      App app, Actor by, GroupId id, UserId user, boolean accepted, String reason) {
    Permissions.requireSelf(by, user);
    transactions.run(
        tx -> {
          Group group = Groups.forUpdate(tx, groups, app, id);
          Instant now = clock.instant();
          List<UserId> notified =
              marks
                  .note(tx, id, Kind.INVITED, user)
                  .map(UserId::new)
                  .map(List::of)
                  .orElse(List.of());
          close(tx, group, Kind.INVITED, user, now);
          if (accepted) {
            publish(tx, app, by, group, user, RequestStep.INVITE_ACCEPTED, notified, "", now);
            marks.remove(tx, id, Kind.BLOCKED, user);
            let(tx, app, by, group, user, JoinKind.INVITE, now);
          } else {
            publish(tx, app, by, group, user, RequestStep.INVITE_DECLINED, notified, reason, now);
          }
        });
  }

  private void close(Tx tx, Group group, Kind kind, UserId user, Instant now) {
    if (!marks.end(tx, group.id(), kind, user).isAfter(now)) {
      throw new RefusedException(new Refusal.NotAsked(user.value(), group.id().toString()));
    }
    marks.remove(tx, group.id(), kind, user);
  }

  /// Lets a user in, unless that has happened in another way.
  private void let(Tx tx, App app, Actor by, Group group, UserId user, JoinKind kind, Instant now) {
    if (groups.member(tx, group.id(), user).isEmpty()) {
      admission.admit(tx, app, by, group, user, kind, now);
    }
  }

  private void publish(
      Tx tx,
      App app,
      Actor by,
      Group group,
      UserId user,
      RequestStep step,
      List<UserId> notified,
      String reason,
      Instant now) {
    listener.on(tx, new GroupRequested(app, group, user, step, notified, reason, by, now));
  }
}
