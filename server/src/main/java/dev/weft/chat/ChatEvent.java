package dev.weft.chat;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that became true, told inside the transaction that made it true.
public sealed interface ChatEvent {

  /// The app it happened in.
  App app();

  /// Who did it.
  Actor by();

  /// The user whom callbacks and notices name as who did it.
  default UserId operator() {
    return by().user();
  }

  /// When, on the server's clock; within one thread it never goes back.
  Instant at();

  /// An operation on a message. `thread` is there when the message is in a thread.
  sealed interface OfMessage extends ChatEvent {
    Message message();

    @Nullable ThreadState thread();

    /// Which device did it.
    Origin origin();

    default Source source() {
      return origin().source();
    }
  }

  /// A thread just after an operation on one of its messages.
  ///
  /// @param newest its newest message now; null when none is left
  record ThreadState(ChatThread thread, @Nullable Message newest) {}

  record MessageSent(
      App app, Message message, @Nullable ThreadState thread, Actor by, Origin origin)
      implements OfMessage {
    @Override
    public UserId operator() {
      return message.from();
    }

    @Override
    public Instant at() {
      return message.sent();
    }
  }

  /// `message` is as it was before the recall.
  ///
  /// @param event the id of the recall itself
  record MessageRecalled(
      App app,
      Message message,
      @Nullable ThreadState thread,
      Actor by,
      UserId operator,
      Instant at,
      MessageId event,
      Origin origin)
      implements OfMessage {}

  /// `message` is as it is after the edit; `operator` is empty when REST edited without a user.
  ///
  /// @param event the id of the edit itself
  record MessageModified(
      App app,
      Message message,
      @Nullable ThreadState thread,
      Actor by,
      UserId operator,
      boolean operatorGiven,
      MessageId event,
      Origin origin)
      implements OfMessage {
    @Override
    public Instant at() {
      return message.changed();
    }
  }

  /// A further chunk of a message has come, or its stream has ended. No callback tells of it.
  ///
  /// @param message as it is now: with the whole text if this is the end
  /// @param event the id of the chunk itself
  record MessageStreamed(
      App app, Message message, Actor by, Instant at, MessageId event, Origin origin)
      implements ChatEvent {
    @Override
    public UserId operator() {
      return message.from();
    }
  }

  /// A change of a thread itself. No vendor callback tells of it; ours is opt-in.
  sealed interface OfThread extends ChatEvent {
    ChatThread thread();
  }

  /// Callbacks name the owner, whoever asked for it.
  record ThreadCreated(App app, ChatThread thread, Actor by, Instant at) implements OfThread {
    @Override
    public UserId operator() {
      return thread.owner();
    }
  }

  record ThreadRenamed(App app, ChatThread thread, Actor by, Instant at) implements OfThread {}

  record ThreadDeleted(App app, ChatThread thread, Actor by, Instant at) implements OfThread {}

  record ThreadJoined(App app, ChatThread thread, List<UserId> users, Actor by, Instant at)
      implements OfThread {}

  /// Users are out of a thread.
  ///
  /// @param kicked false when the users went themselves (also by leaving the group)
  record ThreadLeft(
      App app, ChatThread thread, List<UserId> users, boolean kicked, Actor by, Instant at)
      implements OfThread {}

  /// A change of a group or a chat room (vendor: `group_op_event`).
  sealed interface OfGroup extends ChatEvent {
    Group group();
  }

  record GroupCreated(App app, Group group, List<Member> members, Actor by, Instant at)
      implements OfGroup {}

  /// How users came in (vendor: `payload.type` of JOIN).
  enum JoinKind {
    DIRECT,
    INVITE,
    APPLY
  }

  /// Users came in.
  ///
  /// @param ext what the user says of itself as it enters a room (vendor: `payload.options.ext`);
  ///   empty if it says nothing
  /// @param notifies whether clients are notified (vendor: `need_notify`)
  record GroupJoined(
      App app,
      Group group,
      List<UserId> users,
      JoinKind kind,
      String ext,
      Actor by,
      Instant at,
      boolean notifies)
      implements OfGroup {

    /// One that clients are told of.
    public GroupJoined(
        App app, Group group, List<UserId> users, JoinKind kind, String ext, Actor by, Instant at) {
      this(app, group, users, kind, ext, by, at, true);
    }
  }

  /// What became of a user's wish to come into a group, or of an invitation into it.
  enum RequestStep {
    APPLIED,
    APPLY_ACCEPTED,
    APPLY_DECLINED,
    INVITED,
    INVITE_ACCEPTED,
    INVITE_DECLINED
  }

  /// A user applies to a group or is invited into it, or that is answered. Who has come in by it is
  /// a [GroupJoined] too. No vendor callback of the newer generation tells of it.
  ///
  /// @param user who applies or is invited
  /// @param notified whose devices learn of it
  /// @param reason in the words of who asks or answers; empty for none
  record GroupRequested(
      App app,
      Group group,
      UserId user,
      RequestStep step,
      List<UserId> notified,
      String reason,
      Actor by,
      Instant at)
      implements OfGroup {}

  /// How users went (vendor: `payload.type` of LEAVE).
  enum LeaveKind {
    QUIT,

    /// Put out of a room for having been offline too long (vendor: QUIT, `user_offline`).
    OFFLINE,
    KICK,
    BLOCK,
    DELETE
  }

  /// Users went.
  ///
  /// @param notifies whether clients are notified (vendor: `need_notify`)
  record GroupLeft(
      App app,
      Group group,
      List<UserId> users,
      LeaveKind kind,
      Actor by,
      Instant at,
      boolean notifies)
      implements OfGroup {

    /// One that clients are told of.
    public GroupLeft(
        App app, Group group, List<UserId> users, LeaveKind kind, Actor by, Instant at) {
      this(app, group, users, kind, by, at, true);
    }
  }

  /// Somebody changed what a group is.
  ///
  /// @param changes the changed fields by their names in the vendor's callback, as JSON values
  record GroupUpdated(App app, Group group, Map<String, Object> changes, Actor by, Instant at)
      implements OfGroup {}

  /// A group is in other hands; `group` is as it is now.
  record GroupOwnerChanged(App app, Group group, UserId oldOwner, Actor by, Instant at)
      implements OfGroup {}

  /// Members became admins, or admins became members.
  record GroupAdminsChanged(
      App app, Group group, List<UserId> users, boolean added, Actor by, Instant at)
      implements OfGroup {}

  /// Members may not speak before `until`.
  record GroupMuted(App app, Group group, List<UserId> users, Instant until, Actor by, Instant at)
      implements OfGroup {}

  /// Members may speak again.
  record GroupUnmuted(App app, Group group, List<UserId> users, Actor by, Instant at)
      implements OfGroup {}

  /// Everybody is muted, or nobody any more: [Group#allMuted] says which.
  record GroupAllMuted(App app, Group group, Actor by, Instant at) implements OfGroup {}

  /// A group is disabled or enabled: [Group#disabled] says which.
  record GroupDisabled(App app, Group group, Actor by, Instant at) implements OfGroup {}

  /// Users are on a group's block list, or off it again.
  record GroupBlocked(App app, Group group, List<UserId> users, boolean added, Actor by, Instant at)
      implements OfGroup {}

  /// Members are on a group's allow list, or off it again.
  record GroupAllowed(App app, Group group, List<UserId> users, boolean added, Actor by, Instant at)
      implements OfGroup {}

  /// A member hides a group, whose messages come no more, or shows it again (vendor: SHIELD).
  record GroupHidden(App app, Group group, UserId user, boolean hidden, Actor by, Instant at)
      implements OfGroup {}

  /// A group has another announcement, or none any more.
  ///
  /// @param announcement empty when it was taken away
  record GroupAnnounced(App app, Group group, String announcement, Actor by, Instant at)
      implements OfGroup {}

  /// A group shares a file, or shares it no more.
  record GroupFileShared(App app, Group group, SharedFile file, boolean added, Actor by, Instant at)
      implements OfGroup {}

  record GroupDeleted(App app, Group group, Actor by, Instant at) implements OfGroup {}

  /// Attributes of a room were set. No vendor callback of the newer generation tells of it.
  ///
  /// @param operator the member in whose name
  /// @param forced whether those of others were to be taken over
  record RoomAttributesSet(
      App app,
      Group group,
      UserId operator,
      Map<String, String> attributes,
      boolean forced,
      Actor by,
      Instant at)
      implements OfGroup {}

  /// Attributes of a room were deleted. No vendor callback of the newer generation tells of it.
  ///
  /// @param operator the member in whose name
  /// @param forced whether those of others were to be deleted too
  record RoomAttributesDeleted(
      App app,
      Group group,
      UserId operator,
      List<String> keys,
      boolean forced,
      Actor by,
      Instant at)
      implements OfGroup {}

  /// Something else is noted of a member of a group. No vendor callback of the newer generation
  /// tells of it.
  ///
  /// @param attributes what was set, by name; an empty text was taken away
  record GroupMemberNoted(
      App app, Group group, UserId user, Map<String, String> attributes, Actor by, Instant at)
      implements OfGroup {}

  /// Users may make chat rooms by themselves, or may not any more (vendor: `ROOM_SUPER_ADMIN`).
  record RoomSuperAdminsChanged(App app, List<UserId> users, boolean added, Actor by, Instant at)
      implements ChatEvent {}
}
