package dev.weft.sync.device;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import java.time.Instant;

/// One client of a user, as it logged in last.
///
/// @param details what it said of itself
/// @param login grows with every login of this device: of two sessions the one with the larger
///   number is the one that stays
/// @param seen when it logged in, acknowledged or went, whichever was last
/// @param live whether a node has its session
/// @param address where it logged in from; empty if nobody knows
/// @param first whether this is its first login, so that it has sent nothing before
public record Device(
    DeviceId id,
    AppId app,
    UserId user,
    Details details,
    long login,
    Instant seen,
    boolean live,
    String address,
    boolean first) {

  /// The same at its first login.
  public Device atFirstLogin() {
    return new Device(id, app, user, details, login, seen, live, address, true);
  }

  /// What a device says of itself.
  ///
  /// @param resource its name among the devices of its user; two tabs of one browser share it
  /// @param os the vendor's number of an operating system: 16 for a browser
  /// @param name the name a person may give it
  /// @param ext what a device that this one puts out is to be told
  public record Details(
      String resource, int os, String name, String uuid, String version, String ext) {}
}
