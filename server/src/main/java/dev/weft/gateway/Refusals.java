package dev.weft.gateway;

import dev.weft.chat.Refusal;
import dev.weft.chat.client.SendCheck.Verdict;
import dev.weft.msync.ErrorCode;
import dev.weft.msync.Status;
import java.util.Optional;

/// Why something was not taken, in the words that the SDKs look for (MSYNC, section 16). Another
/// code or text may leave a promise of the client waiting for ever.
final class Refusals {

  private Refusals() {}

  static Status of(Refusal refusal) {
    return switch (refusal) {
      case Refusal.SendRefused(var reason) -> of(reason);
      case Refusal.RecallTooLate() -> failed("exceed recall time limit");
      case Refusal.RecallUnknownMessage(),
          Refusal.RecallElsewhere(),
          Refusal.ModifyUnknownMessage() ->
          failed("Sorry, message does not exist");
      case Refusal.RecallNotAllowed(), Refusal.ModifyNotAllowed() ->
          failed("Sorry, You do not have permission");
      case Refusal.ModifyTypeUnsupported() -> failed("Sorry, format is incorrect");
      case Refusal.RecallDisabled() -> failed("message recall disabled");
      case Refusal.ModifyDisabled() -> failed("Sorry, edit is not available");
      case Refusal.ModifyLimitReached() -> failed("Sorry, edit limit reached");
      case Refusal other -> failed(other.getClass().getSimpleName());
    };
  }

  /// Why what was judged before it was stored is not stored; empty if it may be.
  static Optional<Status> of(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Passed _, Verdict.Rewritten _ -> Optional.empty();
      case Verdict.Refused(String reason) ->
          Optional.of(Frames.status(ErrorCode.PERMISSION_DENIED_EXTERNAL, reason));
      case Verdict.Offends(boolean byService) ->
          Optional.of(
              byService
                  ? failed("moderation")
                  : Frames.status(ErrorCode.PERMISSION_DENIED, "sensitive words"));
    };
  }

  /// Why a room was not entered or left.
  static Status ofRoom(Refusal refusal) {
    return switch (refusal) {
      case Refusal.GroupNotFound(String room) -> failed("grpID " + room + " does not exist!");
      case Refusal.NoSuchUser(String user) -> failed("username " + user + " doesn't exist!");
      case Refusal.GroupFull() -> failed("group member list is full!");
      case Refusal.BlockedInRoom(String user, String room) ->
          failed(
              "can not join this group, reason:user: %s is in the blacklist of group: %s"
                  .formatted(user, room));
      case Refusal.TooManyRoomsJoined(String user) ->
          failed("user " + user + " has joined too many chatrooms!");
      case Refusal.NotMembers _ -> failed("not in group or chatroom");
      case Refusal.GroupNotAllowed(var reason) when reason == Refusal.Reason.GROUP_DISABLED ->
          failed("can not operate this group, reason: group is disabled");
      case Refusal.GroupNotAllowed(var reason) -> of(reason);
      case Refusal other -> of(other);
    };
  }

  private static Status of(Refusal.Reason reason) {
    return switch (reason) {
      case GROUP_NOT_FOUND -> failed("group not found");
      case NOT_IN_GROUP -> failed("not in group or chatroom");
      case GROUP_DISABLED -> failed("group is disabled");
      case MUTED -> Frames.status(ErrorCode.USER_MUTED, "user is muted");
      case ALL_MUTED -> failed("not in group or chatroom white list");
      case MUTED_IN_APP -> Frames.status(ErrorCode.PERMISSION_DENIED, "user is mute");
      case BLOCKED -> failed("blocked");
      case NOT_CONTACT -> failed("nonroster");
      case DEACTIVATED, NO_RIGHT -> failed("Sorry, You do not have permission");
    };
  }

  static Status failed(String reason) {
    return Frames.status(ErrorCode.FAIL, reason);
  }
}
