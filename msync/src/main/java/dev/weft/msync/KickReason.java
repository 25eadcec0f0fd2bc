package dev.weft.msync;

/// Values of [StatisticsBody#getOperation].
public final class KickReason {
  public static final int INFORMATION = 0;
  public static final int USER_REMOVED = 1;
  public static final int LOGIN_ANOTHER_DEVICE = 2;
  public static final int PASSWORD_CHANGED = 3;
  public static final int KICKED_BY_OTHER_DEVICE = 4;

  private KickReason() {}
}
