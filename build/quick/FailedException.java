/// What was asked for could not be done; the message is one sentence.
final class FailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FailedException(String sentence) {
    super(sentence);
  }
}
