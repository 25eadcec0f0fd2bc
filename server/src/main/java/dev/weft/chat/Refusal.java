package dev.weft.chat;

import java.time.Instant;
import java.util.List;

/// Why the chat says no. The HTTP room turns each into the vendor's status, error and text.
public sealed interface Refusal {

  record GroupNotFound(String group) implements Refusal {}

  record GroupExists(String group) implements Refusal {}

  /// The caller's own id for a new group is none we may give away.
  record GroupIdUnfit(String group) implements Refusal {}

  record GroupFull() implements Refusal {}

  record TooManyGroups(String appKey) implements Refusal {}

  record TooManyGroupsJoined(String user) implements Refusal {}

  record TooManyRooms(String appKey) implements Refusal {}

  record TooManyRoomsJoined(String user) implements Refusal {}

  /// The user is on the block list of the room.
  record BlockedInRoom(String user, String room) implements Refusal {}

  /// More tags than one member of a room may have.
  record TooManyRoomTags() implements Refusal {}

  /// No member of the room has this tag.
  record RoomTagNotFound() implements Refusal {}

  /// The user in whose name attributes of a room are changed is not in the room.
  record NotInRoom() implements Refusal {}

  record AlreadyMember(String user, String group) implements Refusal {}

  /// The user has neither applied to the group nor been invited, or that has ended.
  record NotAsked(String user, String group) implements Refusal {}

  /// None of these users is in the group.
  record NotMembers(List<String> users) implements Refusal {}

  record NotMember(String user, String group) implements Refusal {}

  record NewAdminNotInGroup(String user, String group) implements Refusal {}

  record NewOwnerNotInGroup(String user, String group) implements Refusal {}

  record SameOwner() implements Refusal {}

  /// The owner can neither be removed nor be made an admin.
  record OwnerUntouchable() implements Refusal {}

  record NotAdmin(String user, String group) implements Refusal {}

  record TooManyAdmins() implements Refusal {}

  /// A user who should come into a group is not registered.
  record NoSuchUser(String user) implements Refusal {}

  /// The user a call is about is not registered.
  record UserNotFound() implements Refusal {}

  record SignInUnknownUser() implements Refusal {}

  record SignInDeactivated() implements Refusal {}

  record SignInWrongPassword() implements Refusal {}

  record ThreadNotFound() implements Refusal {}

  record ThreadGroupNotFound() implements Refusal {}

  record ThreadMessageNotFound() implements Refusal {}

  record ThreadMessageOfOtherApp() implements Refusal {}

  record ThreadMessageOfOtherGroup() implements Refusal {}

  record ThreadNotOnGroupMessage() implements Refusal {}

  record ThreadNested() implements Refusal {}

  record ThreadOwnerNotInGroup() implements Refusal {}

  record ThreadExists() implements Refusal {}

  record TooManyThreads() implements Refusal {}

  record TooManyThreadsJoined() implements Refusal {}

  /// A thread call that a member may not make.
  record ThreadNotAllowed(Reason reason) implements Refusal {}

  /// A group call that a member may not make.
  record GroupNotAllowed(Reason reason) implements Refusal {}

  /// A member may not send this, or nobody may: there is no such group or thread.
  record SendRefused(Reason reason) implements Refusal {}

  /// Why a member may not do something.
  enum Reason {
    GROUP_NOT_FOUND,
    NOT_IN_GROUP,
    GROUP_DISABLED,

    /// Muted in the group.
    MUTED,

    /// Everybody is muted, and the sender is not on the allow list.
    ALL_MUTED,

    /// Muted in the whole app.
    MUTED_IN_APP,

    /// The receiver has blocked the sender.
    BLOCKED,

    /// Only contacts may write to the receiver.
    NOT_CONTACT,

    /// The user is deactivated or gone.
    DEACTIVATED,

    /// Only others may: who wrote it, or owner and admins.
    NO_RIGHT
  }

  /// A chunk of a stream message is not taken.
  record StreamRefused(StreamReason reason) implements Refusal {}

  /// Why a chunk of a stream message is not taken.
  enum StreamReason {
    /// There is no such stream, or its message was recalled.
    NOT_FOUND,

    /// The whole text would be too long; the stream has ended.
    TOO_LONG,

    /// The chunk before came too long ago; the stream has ended.
    CHUNK_LATE,

    /// The first chunk came too long ago; the stream has ended.
    TOO_OLD,

    /// The last chunk has come.
    FINISHED,

    /// The first chunk named another sender.
    OTHER_SENDER,

    /// The first chunk named another user to send to.
    OTHER_RECEIVER,

    /// The first chunk named another group to send to.
    OTHER_GROUP,

    /// The number is not larger than that of the chunk before.
    SEQ_TOO_SMALL,

    /// Streams are for small groups alone.
    GROUP_TOO_LARGE
  }

  record RecallTooLate() implements Refusal {}

  /// Nothing is recalled here but by force.
  record RecallDisabled() implements Refusal {}

  /// No message is modified here.
  record ModifyDisabled() implements Refusal {}

  /// A message that is moved into a group is older than the newest there, or than the group.
  record ImportedTooEarly(Instant earliest) implements Refusal {}

  /// A message that is moved in is from the future.
  record ImportedTooLate() implements Refusal {}

  /// A member recalls what somebody else has sent.
  record RecallNotAllowed() implements Refusal {}

  record RecallUnknownMessage() implements Refusal {}

  record RecallElsewhere() implements Refusal {}

  record ModifyUnknownMessage() implements Refusal {}

  record ModifyTypeUnsupported() implements Refusal {}

  record ModifyNotAllowed() implements Refusal {}

  record ModifyLimitReached() implements Refusal {}

  /// An upload without a file, or with an empty one.
  record FileMissing() implements Refusal {}

  record FileTooLarge() implements Refusal {}

  /// A user has as many uploads in parts open as a user may have.
  record TooManyUploads(int most) implements Refusal {}

  /// A file cannot be put together: there is no part of this number.
  record PartMissing(int number) implements Refusal {}

  /// A part was written, or the upload ended, while the file was put together.
  record PartsChanged() implements Refusal {}

  /// A group shares as many files as it may.
  record TooManySharedFiles() implements Refusal {}

  record FileNotFound() implements Refusal {}

  record FileExpired(String file) implements Refusal {}

  /// A restricted file, and not its secret.
  record FileSecretWrong() implements Refusal {}

  record PushTemplateNotFound(String name) implements Refusal {}

  /// An app has as many templates of notifications as it may have.
  record TooManyPushTemplates(int most) implements Refusal {}

  /// A user has as many devices bound to push services as one may have.
  record TooManyPushBindings(int most) implements Refusal {}

  record FavoriteNotFound() implements Refusal {}

  /// A user keeps as many favorites as one may keep.
  record TooManyFavorites(int most) implements Refusal {}

  /// A change of keyword lists that cannot be made.
  ///
  /// @param reason in the vendor's words
  record KeywordsRefused(String reason) implements Refusal {}
}
