package dev.weft.junit;

/// What became of the callbacks of a test, beside the failure of that test.
///
/// Build tools show a stack trace and what was suppressed there; not all show report entries. It
/// has no stack trace of its own.
final class CallbackStory extends Throwable {

  private static final long serialVersionUID = 1;

  CallbackStory(String story) {
    super(story, null, false, false);
  }

  /// The story as far as it can be had: a server that does not answer must not hide the failure.
  static String of(Weft weft) {
    try {
      return "callbacks of " + weft.appKey() + ", newest first:\n" + weft.story();
    } catch (RuntimeException | AssertionError e) {
      return "callbacks of " + weft.appKey() + ": the server does not tell: " + e;
    }
  }
}
