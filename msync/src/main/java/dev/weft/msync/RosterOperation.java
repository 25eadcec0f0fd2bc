package dev.weft.msync;

/// Values of [RosterBody#getOperation].
public final class RosterOperation {
  public static final int GET_ROSTER = 0;
  public static final int GET_BLOCK_LIST = 1;

  /// Somebody asks to become a contact.
  public static final int ADD = 2;

  public static final int REMOVE = 3;

  /// This user has accepted.
  public static final int ACCEPT = 4;

  public static final int DECLINE = 5;
  public static final int BAN = 6;
  public static final int ALLOW = 7;

  /// The other user has accepted.
  public static final int REMOTE_ACCEPT = 8;

  public static final int REMOTE_DECLINE = 9;

  private RosterOperation() {}
}
