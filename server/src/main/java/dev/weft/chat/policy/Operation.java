package dev.weft.chat.policy;

/// What somebody wants to do in chat, and what the vendor lets a member do it with.
public enum Operation {
  /// Send to a group or one of its threads.
  SEND_TO_GROUP(Kind.SEND, Rank.MEMBER, Own.COUNTS_NOT, Speech.YES),

  /// Send to one user.
  SEND_TO_USER(Kind.SEND, Rank.STRANGER, Own.COUNTS_NOT, Speech.YES),

  /// Recall a message: one's own; owner and admins those of members too.
  RECALL(Kind.RECALL, Rank.ADMIN, Own.OF_A_MEMBER, Speech.NO),

  /// Recall a message between two users: one's own.
  RECALL_FROM_USER(Kind.RECALL, Rank.OWNER, Own.OF_ANYBODY, Speech.NO),

  /// Modify a message: one's own; owner and admins those of members too.
  MODIFY(Kind.MODIFY, Rank.ADMIN, Own.OF_A_MEMBER, Speech.YES),

  /// Modify a message between two users: one's own.
  MODIFY_TO_USER(Kind.MODIFY, Rank.OWNER, Own.OF_ANYBODY, Speech.YES),

  CREATE_THREAD(Kind.THREAD, Rank.MEMBER, Own.COUNTS_NOT, Speech.NO),
  JOIN_THREAD(Kind.THREAD, Rank.MEMBER, Own.COUNTS_NOT, Speech.NO),

  /// See threads of a group, their members and their newest messages.
  SEE_THREADS(Kind.THREAD, Rank.MEMBER, Own.COUNTS_NOT, Speech.NO),

  /// The owner of the thread may, and so may owner and admins of the group.
  RENAME_THREAD(Kind.THREAD, Rank.ADMIN, Own.OF_A_MEMBER, Speech.NO),
  DELETE_THREAD(Kind.THREAD, Rank.ADMIN, Own.COUNTS_NOT, Speech.NO),
  KICK_FROM_THREAD(Kind.THREAD, Rank.ADMIN, Own.COUNTS_NOT, Speech.NO),

  /// See a group's members, announcement and lists.
  SEE_GROUP(Kind.GROUP, Rank.MEMBER, Own.COUNTS_NOT, Speech.NO),

  /// Put a file into a group.
  SHARE_FILE(Kind.GROUP, Rank.MEMBER, Own.COUNTS_NOT, Speech.NO),

  /// Take a file of a group away: one's own; owner and admins those of others too.
  DELETE_FILE(Kind.GROUP, Rank.ADMIN, Own.OF_A_MEMBER, Speech.NO),

  /// Let others in. Ordinary members may where the group allows it.
  INVITE(Kind.GROUP, Rank.ADMIN, Own.COUNTS_NOT, Speech.NO),

  /// Change what the group is: name, description and the like.
  CHANGE_GROUP(Kind.GROUP, Rank.ADMIN, Own.COUNTS_NOT, Speech.NO),
  ANNOUNCE(Kind.GROUP, Rank.ADMIN, Own.COUNTS_NOT, Speech.NO),

  /// Put members out, mute them, block them, put them on the allow list.
  MODERATE(Kind.GROUP, Rank.ADMIN, Own.COUNTS_NOT, Speech.NO),

  /// Make and unmake admins, hand the group over, delete it.
  RULE_GROUP(Kind.GROUP, Rank.OWNER, Own.COUNTS_NOT, Speech.NO),

  /// Come into a chat room by itself: everybody may.
  ENTER_ROOM(Kind.GROUP, Rank.STRANGER, Own.COUNTS_NOT, Speech.NO),

  /// Make a chat room: super admins may.
  CREATE_ROOM(Kind.GROUP, Rank.OWNER, Own.COUNTS_NOT, Speech.NO),

  /// Disable or enable a group, list every thread of the app: no member may.
  RUN_APP(Kind.GROUP, Rank.OWNER, Own.COUNTS_NOT, Speech.NO);

  /// What it is about: a refusal of each kind has words of its own.
  enum Kind {
    SEND,
    RECALL,
    MODIFY,
    THREAD,
    GROUP
  }

  /// Whether a lower rank will do if what it is about is one's own.
  enum Own {
    COUNTS_NOT,
    /// For members of the group.
    OF_A_MEMBER,
    OF_ANYBODY
  }

  /// Whether mutes forbid it.
  enum Speech {
    YES,
    NO
  }

  private final Kind kind;
  private final Rank needed;
  private final Own own;
  private final Speech speech;

  Operation(Kind kind, Rank needed, Own own, Speech speech) {
    this.kind = kind;
    this.needed = needed;
    this.own = own;
    this.speech = speech;
  }

  Kind kind() {
    return kind;
  }

  Rank needed() {
    return needed;
  }

  Own own() {
    return own;
  }

  /// Whether it only looks: that is let through in a disabled group.
  boolean isSight() {
    return this == SEE_GROUP || this == SEE_THREADS;
  }

  boolean isSpeech() {
    return speech == Speech.YES;
  }
}
