package dev.weft.pull;

import dev.weft.delivery.Delivery;
import java.util.Map;

/// A callback as it is fetched.
///
/// @param headers those it would be sent with; signed at the time of reading
public record Event(Delivery delivery, Map<String, String> headers) {

  /// Where it stands; also where to go on after it.
  public long position() {
    return delivery.id();
  }
}
