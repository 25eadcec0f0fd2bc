package dev.weft.chat;

import org.jspecify.annotations.Nullable;

/// Who did something to a message, and by which device.
///
/// @param device 0 for the app's server
/// @param localId the client's own id of the message; 0 if there is none. It may be negative: a
///   client uses all 64 bits
/// @param extra what the device sent beyond what a [Message] holds, kept beside it for other
///   devices; null if nothing
@SuppressWarnings("ArrayRecordComponent") // Never compared by content.
public record Origin(Source source, long device, long localId, byte @Nullable [] extra) {

  /// The app's server.
  public static final Origin SERVER = new Origin(Source.REST, 0, 0, null);

  /// No device, but this source.
  public static Origin of(Source source) {
    return source == Source.REST ? SERVER : new Origin(source, 0, 0, null);
  }
}
