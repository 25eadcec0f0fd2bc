package dev.weft.app.operator;

/// Why something about operators was refused; the message is for a person.
public final class OperatorRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OperatorRefusedException(String message) {
    super(message, null, false, false);
  }
}
