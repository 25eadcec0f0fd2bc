package dev.weft.msync;

/// Values of [Meta#getNs]: what the payload of a meta is.
public final class NameSpace {

  /// [StatisticsBody].
  public static final int STATISTIC = 0;

  /// [MessageBody].
  public static final int CHAT = 1;

  /// [MucBody].
  public static final int MUC = 2;

  /// [RosterBody].
  public static final int ROSTER = 3;

  public static final int CONFERENCE = 4;

  /// JSON without control characters.
  public static final int NOTIFY = 5;

  public static final int QUERY = 6;

  private NameSpace() {}
}
