package dev.weft.msync;

/// Values of [MSync#getCommand]: what the payload of a frame is.
public final class Command {

  /// Up [CommSyncUL], down [CommSyncDL].
  public static final int SYNC = 0;

  /// Up nothing, down [CommUnreadDL]. It is the heartbeat too.
  public static final int UNREAD = 1;

  /// Down [CommNotice].
  public static final int NOTICE = 2;

  /// [Provision] in both directions.
  public static final int PROVISION = 3;

  /// [Logout] in both directions.
  public static final int LOGOUT = 4;

  private Command() {}
}
