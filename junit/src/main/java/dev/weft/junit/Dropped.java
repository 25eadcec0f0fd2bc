package dev.weft.junit;

import java.net.URI;
import java.time.Instant;

/// A callback that the vendor's cloud will not send again by itself.
///
/// @param at in the vendor's time, see [Vendor#now]
/// @param body as it was, or would have been, sent
public record Dropped(Instant at, URI url, Reason reason, String body) {

  /// Why it was dropped.
  public enum Reason {
    /// Both attempts failed.
    FAILED,
    /// It fell due during a ban.
    BANNED,
    /// [Faults#lose] has taken it.
    LOST
  }
}
