package dev.weft.chat.policy;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.tx.Snapshot;
import java.time.Clock;
import java.util.Optional;

/// Reads what [ChatPolicy] needs, asks it, and ends the unit of work if it says no.
public final class Permissions {

  private final FactStore store;
  private final boolean contactsOnly;
  private final Clock clock;

  /// @param contactsOnly whether users write to their contacts alone
  public Permissions(FactStore store, boolean contactsOnly, Clock clock) {
    this.store = store;
    this.contactsOnly = contactsOnly;
    this.clock = clock;
  }

  /// Requires that `actor` may do something in a group or one of its threads.
  ///
  /// @param own whether the message or thread it is about is the actor's own
  /// @throws RefusedException with the reason, [Refusal.SendRefused] with
  ///   [Refusal.Reason#GROUP_NOT_FOUND] if there is no such group
  public void requireInGroup(
      Snapshot snapshot, App app, Actor actor, Operation operation, GroupId group, boolean own) {
    switch (actor) {
      case Actor.AppServer _, Actor.Operator _ -> {}
      case Actor.Member member -> {
        Facts facts =
            store
                .inGroup(snapshot, app.id(), group, member.user(), clock.instant())
                .orElseThrow(
                    () ->
                        new RefusedException(
                            new Refusal.SendRefused(Refusal.Reason.GROUP_NOT_FOUND)));
        require(ChatPolicy.decide(actor, operation, own, facts));
      }
    }
  }

  /// [#requireInGroup] for what is nobody's own.
  public void requireInGroup(
      Snapshot snapshot, App app, Actor actor, Operation operation, GroupId group) {
    requireInGroup(snapshot, app, actor, operation, group, false);
  }

  /// Requires that `actor` may do something between two users.
  ///
  /// @param other whom it reaches
  /// @throws RefusedException with the reason
  public void requireToUser(
      Snapshot snapshot, App app, Actor actor, Operation operation, UserId other, boolean own) {
    switch (actor) {
      case Actor.AppServer _, Actor.Operator _ -> {}
      case Actor.Member member -> {
        Facts facts = store.toUser(snapshot, app.id(), member.user(), other, clock.instant());
        require(ChatPolicy.decide(actor, operation, own, contactsOnly ? facts : facts.amongAll()));
      }
    }
  }

  /// Requires that `actor` may make a chat room.
  ///
  /// @throws RefusedException with [Refusal.GroupNotAllowed]
  public void requireMayCreateRoom(Snapshot snapshot, App app, Actor actor) {
    switch (actor) {
      case Actor.AppServer _, Actor.Operator _ -> {}
      case Actor.Member member -> {
        Facts facts = store.ofUser(snapshot, app.id(), member.user());
        require(ChatPolicy.decide(actor, Operation.CREATE_ROOM, false, facts));
      }
    }
  }

  /// Requires that `actor` is the app's server or an operator.
  ///
  /// @throws RefusedException with [Refusal.GroupNotAllowed]
  public static void requireServer(Actor actor) {
    require(ChatPolicy.decide(actor, Operation.RUN_APP, false, Facts.NO_GROUP));
  }

  /// Requires that `actor` speaks of itself, or for the app's server of anybody.
  ///
  /// @throws RefusedException with [Refusal.GroupNotAllowed]
  public static void requireSelf(Actor actor, UserId user) {
    boolean other = actor instanceof Actor.Member member && !member.user().isSameAs(user);
    if (other) {
      throw new RefusedException(new Refusal.GroupNotAllowed(Refusal.Reason.NO_RIGHT));
    }
  }

  private static void require(Optional<Refusal> refusal) {
    if (refusal.isPresent()) {
      throw new RefusedException(refusal.get());
    }
  }
}
