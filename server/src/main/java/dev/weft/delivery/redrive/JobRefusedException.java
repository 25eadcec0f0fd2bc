package dev.weft.delivery.redrive;

/// A job that is not taken. The message is one sentence for whoever asked.
public final class JobRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What is wrong.
  public enum Kind {
    /// What was asked for makes no sense.
    BAD,
    /// Callbacks may not be sent to the target.
    TARGET,
    /// As many run as may.
    TOO_MANY
  }

  private final Kind kind;

  JobRefusedException(Kind kind, String sentence) {
    super(sentence, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
