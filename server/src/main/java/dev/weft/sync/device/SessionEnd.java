package dev.weft.sync.device;

/// Why the server ends the session of a device.
public enum SessionEnd {
  /// The user was deleted.
  USER_REMOVED,

  /// The user has another password.
  PASSWORD_CHANGED,

  /// The app's server puts the device out.
  DISCONNECTED,

  /// The user may not log in for now. The client is not told why: it comes again, and is refused
  /// with the reason.
  DEACTIVATED
}
