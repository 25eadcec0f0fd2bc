package dev.weft.callback.rule;

/// A rule that cannot be read. The message is one sentence that names the field.
public final class BadRuleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadRuleException(String sentence) {
    super(sentence, null, false, false);
  }
}
