package dev.weft.chat;

import dev.weft.app.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who did something to a message, and by which device.
///
/// @param device 0 for the app's server
/// @param localId the client's own id of the message; 0 if there is none. It may be negative: a
///   client uses all 64 bits
/// @param extra what the device sent beyond what a [Message] holds, kept beside it for other
///   devices; null if nothing
/// @param leftOut users who do not see the message when they fetch history back
/// @param env which environment it belongs to, for the routes of callbacks; null for none
@SuppressWarnings("ArrayRecordComponent") // Never compared by content.
public record Origin(
    Source source,
    long device,
    long localId,
    byte @Nullable [] extra,
    List<UserId> leftOut,
    @Nullable String env) {

  /// The app's server.
  public static final Origin SERVER = new Origin(Source.REST, 0, 0, null);

  public Origin {
    leftOut = List.copyOf(leftOut);
  }

  public Origin(Source source, long device, long localId, byte @Nullable [] extra) {
    this(source, device, localId, extra, List.of(), null);
  }

  /// No device, but this source.
  public static Origin of(Source source) {
    return source == Source.REST ? SERVER : new Origin(source, 0, 0, null);
  }
}
