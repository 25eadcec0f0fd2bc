package dev.weft.callback.rule;

/// A change of a rule that is not taken. The message is one sentence for whoever asked.
public final class RuleRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What is wrong.
  public enum Kind {
    UNKNOWN,
    EXISTS,
    TOO_MANY,
    URL
  }

  private final Kind kind;

  public RuleRefusedException(Kind kind, String sentence) {
    super(sentence, null, false, false);
    this.kind = kind;
  }

  public static RuleRefusedException unknown(String name) {
    return new RuleRefusedException(
        Kind.UNKNOWN, "there is no callback rule named \"" + name + "\"");
  }

  public Kind kind() {
    return kind;
  }
}
