package dev.weft.chat.policy;

import dev.weft.app.Actor;
import dev.weft.chat.Refusal;
import dev.weft.chat.Refusal.Reason;
import java.util.Optional;

/// Whether somebody may do something: the one place where that is decided.
///
/// The vendor checks members and does not check the app's server, which may do everything here. An
/// operator acts for the server; what the role allows was decided at the door.
public final class ChatPolicy {

  private ChatPolicy() {}

  /// Why `actor` may not do it; empty if it may.
  ///
  /// @param own whether the message or thread it is about is the actor's own
  public static Optional<Refusal> decide(
      Actor actor, Operation operation, boolean own, Facts facts) {
    return switch (actor) {
      case Actor.AppServer _, Actor.Operator _ -> Optional.empty();
      case Actor.Member _ ->
          obstacle(operation, own, facts).map(reason -> refusal(operation, reason));
    };
  }

  private static Optional<Reason> obstacle(Operation operation, boolean own, Facts facts) {
    if (!facts.active()) {
      return Optional.of(Reason.DEACTIVATED);
    }
    return switch (operation) {
      case RUN_APP -> Optional.of(Reason.NO_RIGHT);
      case CREATE_ROOM -> facts.superAdmin() ? Optional.empty() : Optional.of(Reason.NO_RIGHT);
      case ENTER_ROOM -> facts.disabled() ? Optional.of(Reason.GROUP_DISABLED) : Optional.empty();
      case SEND_TO_USER -> betweenUsers(facts);
      case RECALL_FROM_USER -> own ? Optional.empty() : Optional.of(Reason.NO_RIGHT);
      case MODIFY_TO_USER -> own ? betweenUsers(facts) : Optional.of(Reason.NO_RIGHT);
      case SEND_TO_GROUP,
          RECALL,
          MODIFY,
          CREATE_THREAD,
          JOIN_THREAD,
          SEE_THREADS,
          RENAME_THREAD,
          DELETE_THREAD,
          KICK_FROM_THREAD,
          SEE_GROUP,
          SHARE_FILE,
          DELETE_FILE,
          INVITE,
          CHANGE_GROUP,
          ANNOUNCE,
          MODERATE,
          RULE_GROUP ->
          inGroup(operation, own, facts);
    };
  }

  private static Optional<Reason> betweenUsers(Facts facts) {
    if (facts.mutedInApp()) {
      return Optional.of(Reason.MUTED_IN_APP);
    }
    if (facts.blocked()) {
      return Optional.of(Reason.BLOCKED);
    }
    return facts.contact() ? Optional.empty() : Optional.of(Reason.NOT_CONTACT);
  }

  private static Optional<Reason> inGroup(Operation operation, boolean own, Facts facts) {
    if (facts.rank() == Rank.STRANGER) {
      return Optional.of(Reason.NOT_IN_GROUP);
    }
    if (facts.disabled() && !operation.isSight()) {
      return Optional.of(Reason.GROUP_DISABLED);
    }
    Rank needed =
        own && operation.own() != Operation.Own.COUNTS_NOT ? Rank.MEMBER : operation.needed();
    boolean invited = operation == Operation.INVITE && facts.mayInvite();
    if (!invited && !facts.rank().covers(needed)) {
      return Optional.of(Reason.NO_RIGHT);
    }
    return operation.isSpeech() ? silenced(facts) : Optional.empty();
  }

  /// The app's mute holds for everybody; the owner cannot be muted in the group; owner, admins and
  /// allowed users may speak when everybody is muted.
  private static Optional<Reason> silenced(Facts facts) {
    if (facts.mutedInApp()) {
      return Optional.of(Reason.MUTED_IN_APP);
    }
    if (facts.rank() == Rank.OWNER) {
      return Optional.empty();
    }
    if (facts.muted()) {
      return Optional.of(Reason.MUTED);
    }
    boolean exempt = facts.rank() == Rank.ADMIN || facts.allowed();
    return facts.allMuted() && !exempt ? Optional.of(Reason.ALL_MUTED) : Optional.empty();
  }

  private static Refusal refusal(Operation operation, Reason reason) {
    return switch (operation.kind()) {
      case SEND -> new Refusal.SendRefused(reason);
      case RECALL ->
          reason == Reason.NO_RIGHT
              ? new Refusal.RecallNotAllowed()
              : new Refusal.SendRefused(reason);
      case MODIFY ->
          reason == Reason.NO_RIGHT
              ? new Refusal.ModifyNotAllowed()
              : new Refusal.SendRefused(reason);
      case THREAD ->
          reason == Reason.NOT_IN_GROUP
              ? new Refusal.ThreadOwnerNotInGroup()
              : new Refusal.ThreadNotAllowed(reason);
      case GROUP -> new Refusal.GroupNotAllowed(reason);
    };
  }
}
