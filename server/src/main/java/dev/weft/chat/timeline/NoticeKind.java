package dev.weft.chat.timeline;

import dev.weft.chat.ChatEvent.GroupLeft;
import dev.weft.chat.ChatEvent.RequestStep;

/// What a notice is about. The names are what the store keeps.
public enum NoticeKind {
  THREAD_CREATED,
  THREAD_RENAMED,
  THREAD_DELETED,

  /// Users have joined a thread; in its own timeline.
  THREAD_JOINED,

  /// Users have left a thread by themselves, or with its group; in its own timeline.
  THREAD_LEFT,

  /// Users were put out of a thread; in its own timeline.
  THREAD_KICKED,

  /// A group was made with these users in it.
  GROUP_CREATED,

  /// Users are in a group now.
  GROUP_JOINED,

  /// The same, and clients are not told.
  GROUP_JOINED_QUIETLY,

  /// Users have left a group.
  GROUP_LEFT,

  /// Users are out of a group, and clients are not told.
  GROUP_LEFT_QUIETLY,

  /// Users were put out of a group.
  GROUP_KICKED,

  /// A group was changed; [Notice#text] is a JSON object of what is new.
  GROUP_UPDATED,

  /// A group has another owner: the last of the users; the first was it before.
  GROUP_OWNER,
  GROUP_ADMINS_ADDED,
  GROUP_ADMINS_REMOVED,
  GROUP_MUTED,
  GROUP_UNMUTED,
  GROUP_ALL_MUTED,
  GROUP_ALL_UNMUTED,
  GROUP_DISABLED,
  GROUP_ENABLED,

  /// A group has another announcement: [Notice#text].
  GROUP_ANNOUNCED,

  /// A group shares a file; [Notice#text] is a JSON object about it.
  GROUP_FILE_SHARED,

  /// A group shares a file no more: [Notice#text] is its id.
  GROUP_FILE_REMOVED,
  GROUP_DELETED,

  /// Attributes of a room were set; [Notice#text] is what clients read of it.
  ROOM_ATTRIBUTES_SET,
  ROOM_ATTRIBUTES_DELETED,

  /// A user wants to come into a group; in the inboxes of its owner and admins. [Notice#text] is
  /// why.
  GROUP_APPLIED,
  GROUP_APPLY_ACCEPTED,
  GROUP_APPLY_DECLINED,

  /// A user is asked to come into a group; in the own inbox.
  GROUP_INVITED,

  /// The user has come; in the inbox of who has asked.
  GROUP_INVITE_ACCEPTED,
  GROUP_INVITE_DECLINED,

  /// Something that clients alone know what to do with. [Notice#name] is the vendor's word for its
  /// type, [Notice#text] its data as JSON: both are passed on as they are.
  CLIENT,
  /// Members are on the allow list of a group: they may speak while all are muted.
  GROUP_ALLOWED,
  GROUP_DISALLOWED,

  /// The operator wants to be a contact of the user; [Notice#text] is why.
  CONTACT_ASKED,

  /// The operator has accepted the user.
  CONTACT_ACCEPTED,
  CONTACT_DECLINED,

  /// The operator is no contact of the user any more.
  CONTACT_REMOVED,

  /// The operator has blocked the user, or lets the user write again.
  CONTACT_BLOCKED,
  CONTACT_ALLOWED;

  static NoticeKind ofJoined(boolean told) {
    return told ? GROUP_JOINED : GROUP_JOINED_QUIETLY;
  }

  /// To devices of the member it is as if the user had gone or come; others see nothing.
  static NoticeKind ofHidden(boolean hidden) {
    return hidden ? GROUP_LEFT_QUIETLY : GROUP_JOINED_QUIETLY;
  }

  static NoticeKind of(GroupLeft left) {
    return switch (left.kind()) {
      case DELETE -> GROUP_DELETED;
      case QUIT, OFFLINE -> left.notifies() ? GROUP_LEFT : GROUP_LEFT_QUIETLY;
      case KICK, BLOCK -> left.notifies() ? GROUP_KICKED : GROUP_LEFT_QUIETLY;
    };
  }

  static NoticeKind of(RequestStep step) {
    return switch (step) {
      case APPLIED -> GROUP_APPLIED;
      case APPLY_ACCEPTED -> GROUP_APPLY_ACCEPTED;
      case APPLY_DECLINED -> GROUP_APPLY_DECLINED;
      case INVITED -> GROUP_INVITED;
      case INVITE_ACCEPTED -> GROUP_INVITE_ACCEPTED;
      case INVITE_DECLINED -> GROUP_INVITE_DECLINED;
    };
  }

  static NoticeKind ofFile(boolean added) {
    return added ? GROUP_FILE_SHARED : GROUP_FILE_REMOVED;
  }
}
