package dev.weft.bench.systems;

/// What a client asks for, taken from its JSON without a parser: it is always written by our load
/// generator, and a limit should not contain what is not needed.
///
/// @param thread id of the thread
/// @param message JSON of the message
public record MessageRequest(String thread, String message) {

  private static final String TO = "\"to\":[\"";
  private static final String BODY = "\"body\":";

  /// Reads the body of a request.
  public static MessageRequest parse(String json) {
    int to = json.indexOf(TO) + TO.length();
    String thread = json.substring(to, json.indexOf('"', to));
    return new MessageRequest(
        thread, json.substring(json.indexOf(BODY, to) + BODY.length(), json.length() - 1));
  }

  /// The index of the thread, which is its id in systems that have no threads of their own.
  public int lane() {
    return Integer.parseInt(thread);
  }
}
