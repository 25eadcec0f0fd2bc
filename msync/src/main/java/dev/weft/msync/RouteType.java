package dev.weft.msync;

/// Values of [Meta#getRoutetype]: whom a message is for.
public final class RouteType {
  public static final int ALL = 0;

  /// Only who is online now.
  public static final int ONLINE = 1;

  /// Only the members of the group that `directed_users` names.
  public static final int DIRECT = 2;

  private RouteType() {}
}
