package dev.weft.msync;

/// Field 1 of every message of the second WebSocket of SDK 5.
public final class ListType {
  public static final int PING = 1;
  public static final int PONG = 2;
  public static final int ROSTER_REQUEST = 3;
  public static final int ROSTER_RESPONSE = 4;
  public static final int ERROR = 5;
  public static final int SESSION_LIST_REQUEST = 10;
  public static final int SESSION_LIST_RESPONSE = 11;
  public static final int GROUP_LIST_REQUEST = 12;
  public static final int GROUP_LIST_RESPONSE = 13;

  private ListType() {}
}
