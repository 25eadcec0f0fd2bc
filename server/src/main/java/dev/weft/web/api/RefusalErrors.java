package dev.weft.web.api;

import dev.weft.chat.Refusal;
import dev.weft.chat.Refusal.Reason;
import dev.weft.chat.Refusal.StreamReason;
import dev.weft.web.vendor.UserRoutes;
import java.util.List;

/// The vendor's status, error and text for every [Refusal] (REST contract, sections 3 to 6).
public final class RefusalErrors {

  // What client SDKs know errors by (MSYNC contract, section 16).
  private static final int THREAD_EXISTS = 40003;
  private static final int LIMIT = 40005;
  private static final int NO_THREAD = 40011;
  private static final int NOT_IN_GROUP = 60003;

  private RefusalErrors() {}

  public static VendorException of(Refusal refusal) {
    return switch (refusal) {
      case Refusal.GroupNotFound(String group) -> notFound("grpID " + group + " does not exist!");
      case Refusal.GroupExists(String group) ->
          Errors.illegalArgument("group ID " + group + " already exists!");
      case Refusal.GroupIdUnfit _ ->
          Errors.invalidParameter("some of [groupid] are not valid fields");
      case Refusal.TooManyGroups(String appKey) ->
          forbidden("exceed_limit", "appKey:" + appKey + " has create too many groups!");
      case Refusal.TooManyGroupsJoined(String user) ->
          forbidden("exceed_limit", "user " + user + " has joined too many groups!");
      case Refusal.TooManyRooms(String appKey) ->
          forbidden("exceed_limit", "appKey:" + appKey + " has create too many chatrooms!");
      case Refusal.TooManyRoomsJoined(String user) ->
          forbidden("exceed_limit", "user " + user + " has joined too many chatrooms!");
      case Refusal.BlockedInRoom(String user, String room) ->
          forbidden(
              "forbidden_op",
              "can not join this group, reason:user: %s is in the blacklist of group: %s"
                  .formatted(user, room));
      case Refusal.TooManyRoomTags() ->
          forbidden("exceed_limit", "user group tag count exceed limit");
      case Refusal.RoomTagNotFound() -> notFound("group tag not found");
      case Refusal.NotInRoom() ->
          new VendorException(
              401, "MetadataException", "MetadataException", "user is not in chatroom");
      case Refusal.GroupFull() ->
          forbidden("exceed_limit", "members size is greater than max user size !");
      case Refusal.AlreadyMember(String user, String group) ->
          forbidden(
              "forbidden_op",
              "can not join this group, reason:user: %s already in group: %s\n"
                  .formatted(user, group));
      case Refusal.NotAsked(String user, String group) ->
          notFound("user: " + user + " has no open application or invitation of group: " + group);
      case Refusal.NotMembers(List<String> users) ->
          forbidden("forbidden_op", "users " + users + " are not members of this group!");
      case Refusal.NotMember(String user, String group) ->
          notFound("user: " + user + " doesn't exist in group: " + group).withCode(NOT_IN_GROUP);
      case Refusal.NewAdminNotInGroup(String user, String group) ->
          notFound("user: " + user + " doesn't exist in group: " + group);
      case Refusal.NewOwnerNotInGroup(String user, String group) ->
          forbidden("forbidden_op", "user: " + user + " doesn't exist in group: " + group);
      case Refusal.SameOwner() -> forbidden("forbidden_op", "new owner and old owner are the same");
      case Refusal.OwnerUntouchable() ->
          forbidden("forbidden_op", "forbidden operation on group owner!");
      case Refusal.NotAdmin(String user, String group) ->
          forbidden("forbidden_op", "user:" + user + " is not admin of group:" + group);
      case Refusal.TooManyAdmins() ->
          forbidden("exceed_limit", "owner and admin size is greater than max size !");
      case Refusal.NoSuchUser(String user) -> notFound("username " + user + " doesn't exist!");
      case Refusal.UserNotFound() -> UserRoutes.notFound();
      case Refusal.SignInUnknownUser() -> signIn(404, "user not found");
      case Refusal.SignInDeactivated() -> signIn(400, "user not activated");
      case Refusal.SignInWrongPassword() -> signIn(400, "invalid password");
      case Refusal.ThreadNotFound() -> thread(404, "thread not found.").withCode(NO_THREAD);
      case Refusal.ThreadGroupNotFound() -> thread(404, "group not found.");
      case Refusal.ThreadMessageNotFound() -> thread(404, "msg not exist.");
      case Refusal.ThreadOwnerNotInGroup() ->
          thread(404, "user not in group.").withCode(NOT_IN_GROUP);
      case Refusal.ThreadMessageOfOtherApp() -> thread(400, "msg not belong to app.");
      case Refusal.ThreadMessageOfOtherGroup() -> thread(400, "msg not belong to group .");
      case Refusal.ThreadNotOnGroupMessage() ->
          thread(400, "thread must on group message to create.");
      case Refusal.ThreadNested() -> thread(400, "thread not nested.");
      case Refusal.ThreadExists() ->
          thread(403, "msg already create thread.not allow to create.").withCode(THREAD_EXISTS);
      case Refusal.TooManyThreads() ->
          thread(403, "thread number has reached limit.").withCode(LIMIT);
      case Refusal.TooManyThreadsJoined() ->
          thread(403, "user join thread reach limit.").withCode(LIMIT);
      case Refusal.ThreadNotAllowed(var reason) -> thread(403, words(reason));
      case Refusal.GroupNotAllowed(var reason) -> member(reason);
      case Refusal.SendRefused(var reason) -> member(reason);
      case Refusal.ImportedTooEarly(var earliest) ->
          Errors.illegalArgument(
              "msg_timestamp must not be before " + earliest.toEpochMilli() + " in this group");
      case Refusal.ImportedTooLate() ->
          Errors.illegalArgument("msg_timestamp must be earlier than the current time");
      case Refusal.StreamRefused(var reason) -> stream(reason);
      case Refusal.RecallNotAllowed() -> recall(403, words(Reason.NO_RIGHT));
      case Refusal.RecallDisabled() -> recall(403, "message recall disabled");
      case Refusal.RecallTooLate() -> recall(403, "exceed recall time limit");
      case Refusal.RecallUnknownMessage() -> recall(403, "not_found msg");
      case Refusal.RecallElsewhere() -> recall(400, "can’t find msg to");
      case Refusal.ModifyUnknownMessage() ->
          modify(404, "The message is unavailable or has expired.");
      case Refusal.ModifyTypeUnsupported() ->
          modify(400, "The message is of a type that is currently not supported for modification.");
      case Refusal.ModifyNotAllowed() ->
          modify(401, "You are not authorized to edit this message.");
      case Refusal.ModifyDisabled() -> modify(403, "Message modification is not enabled.");
      case Refusal.ModifyLimitReached() ->
          modify(403, "The message has reached its edit limit and cannot be modified further.");
      case Refusal.PushTemplateNotFound(String name) ->
          new VendorException(
              400, "entity_not_found", "EntityNotFoundException", name + " template is not exist");
      case Refusal.TooManyPushTemplates(int most) ->
          forbidden("exceed_limit", "templates are limited to " + most);
      case Refusal.TooManyPushBindings(int most) ->
          forbidden("exceed_limit", "push bindings of a user are limited to " + most);
      case Refusal.FavoriteNotFound() -> Errors.illegalArgument("user collection not found");
      case Refusal.TooManyFavorites(int most) ->
          forbidden("exceed_limit", "collections of a user are limited to " + most);
      case Refusal.KeywordsRefused(String reason) ->
          new VendorException(400, "Bad Request", "ModerationException", reason);
      case Refusal.FileMissing() -> Errors.illegalArgument("file must be provided.");
      case Refusal.FileTooLarge() ->
          file(413, "file exceeding maximum limit", "file exceeding maximum limit");
      case Refusal.TooManyUploads(int most) ->
          forbidden("exceed_limit", "open uploads of a user are limited to " + most);
      case Refusal.PartMissing(int number) ->
          Errors.illegalArgument("part " + number + " of the file is missing");
      case Refusal.PartsChanged() ->
          Errors.illegalArgument("the upload has changed or ended meanwhile");
      case Refusal.TooManySharedFiles() ->
          Errors.forbidden("exceed_limit", "the group has too many shared files");
      case Refusal.FileNotFound() -> file(404, "entity_not_found", "file may not exists");
      case Refusal.FileExpired(String id) ->
          file(404, "file_expired", "file " + id + " is expired");
      case Refusal.FileSecretWrong() ->
          file(403, "forbidden_op", "share-secret is missing or wrong");
    };
  }

  /// What a member is told. The texts are those that the SDKs know from the gateway.
  private static String words(Reason reason) {
    return switch (reason) {
      case GROUP_NOT_FOUND -> "group not found";
      case NOT_IN_GROUP -> "not in group or chatroom";
      case GROUP_DISABLED -> "group is disabled";
      case MUTED, MUTED_IN_APP -> "user is mute";
      case ALL_MUTED -> "not in group or chatroom white list";
      case BLOCKED -> "blocked";
      case NOT_CONTACT -> "nonroster";
      case DEACTIVATED -> "user not activated";
      case NO_RIGHT -> "You do not have permission";
    };
  }

  private static VendorException member(Reason reason) {
    return reason == Reason.GROUP_NOT_FOUND
        ? notFound(words(reason))
        : forbidden("forbidden_op", words(reason));
  }

  private static VendorException signIn(int status, String description) {
    return new VendorException(status, "invalid_grant", "InvalidGrantException", description);
  }

  /// Errors of the thread endpoints.
  public static VendorException thread(int status, String description) {
    return new VendorException(status, "group_error", "GroupErrorException", description);
  }

  private static VendorException notFound(String description) {
    return new VendorException(
        404,
        "resource_not_found",
        "com.easemob.group.exceptions.ResourceNotFoundException",
        description);
  }

  private static VendorException forbidden(String error, String description) {
    VendorException forbidden =
        new VendorException(
            403, error, "com.easemob.group.exceptions.ForbiddenOpException", description);
    return error.equals("exceed_limit") ? forbidden.withCode(LIMIT) : forbidden;
  }

  private static VendorException stream(StreamReason reason) {
    return switch (reason) {
      case NOT_FOUND -> stream(14031, "can not find stream message by msgId");
      case TOO_LONG -> stream(14032, "stream message total length exceeds limit");
      case CHUNK_LATE -> stream(14033, "stream message chunk interval timeout");
      case TOO_OLD -> stream(14034, "stream message total timeout");
      case FINISHED -> stream(14035, "stream message has already finished");
      case OTHER_SENDER -> stream(14036, "stream message from user mismatch");
      case OTHER_RECEIVER -> stream(14037, "stream message to user mismatch");
      case OTHER_GROUP -> stream(14037, "stream message to mismatch");
      case SEQ_TOO_SMALL -> stream(14038, "stream message chunk seq too small");
      case GROUP_TOO_LARGE -> forbidden("exceed_limit", "group members exceed limit 200");
    };
  }

  /// Errors of stream messages. They have a number for every caller (vendor).
  public static VendorException stream(int code, String description) {
    return send(description).withCodeForAll(code);
  }

  /// Errors of the send endpoints.
  public static VendorException send(String description) {
    return new VendorException(400, "message_send_error", "MessageSendException", description);
  }

  private static VendorException recall(int status, String description) {
    return new VendorException(
        status, "message_recall_error", "MessageRecallException", description);
  }

  private static VendorException modify(int status, String description) {
    return new VendorException(
        status, "message_rewrite_error", "MessageRewriteException", description);
  }

  private static VendorException file(int status, String error, String description) {
    return new VendorException(status, error, "ChatFileException", description);
  }
}
