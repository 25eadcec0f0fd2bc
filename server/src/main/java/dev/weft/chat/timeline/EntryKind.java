package dev.weft.chat.timeline;

/// What an entry of a timeline tells.
public enum EntryKind {
  /// A message; it stands in the store of messages.
  MESSAGE(0),

  /// A message was recalled.
  RECALL(1),

  /// A message was modified; it is shown as it is now.
  EDIT(2),

  /// Something happened to the group, thread or user.
  NOTICE(3),

  /// Somebody has read, or a device has received.
  RECEIPT(4),

  /// A further chunk of a stream message.
  CHUNK(5);

  private final int code;

  EntryKind(int code) {
    this.code = code;
  }

  /// How the store writes it.
  public int code() {
    return code;
  }

  /// The kind that the store wrote so.
  public static EntryKind of(int code) {
    for (EntryKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalStateException("no kind of entry has the code " + code);
  }
}
