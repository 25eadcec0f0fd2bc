package dev.weft.chat.timeline;

/// The device that did something, and its own number for it.
///
/// @param device 0 for the app's server
/// @param localId the client's id of the message; 0 if there is none. It may be negative: a client
///   uses all 64 bits
public record Origin(long device, long localId) {

  /// The app's server.
  public static final Origin SERVER = new Origin(0, 0);
}
