package dev.weft.chat;

/// What a message says. Both texts are JSON, rendered once when the message came in and spliced
/// into callbacks as they are.
///
/// @param body the one element of the vendor's `bodies` array, an object in stored form
/// @param ext the message extension, an object, `{}` when none
public record Content(MessageType type, String body, String ext) {

  /// The JSON of "no extension".
  public static final String NO_EXT = "{}";
}
