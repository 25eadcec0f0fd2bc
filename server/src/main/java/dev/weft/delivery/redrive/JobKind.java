package dev.weft.delivery.redrive;

/// Why callbacks are sent once more.
public enum JobKind {
  /// They were not taken, and wait in exception storage. Wherever a resend is taken, that is over.
  RESEND,

  /// Somebody wants them again. Sent to another URL they are copies, and what became of the
  /// originals stays what it was.
  REPLAY
}
