package dev.weft.msync;

/// Values of [MessageBody#getType].
public final class BodyType {
  public static final int NORMAL = 0;

  /// To one user.
  public static final int CHAT = 1;

  /// Into a group or a thread.
  public static final int GROUPCHAT = 2;

  public static final int CHATROOM = 3;
  public static final int READ_ACK = 4;
  public static final int DELIVER_ACK = 5;
  public static final int RECALL = 6;

  /// The whole conversation is read.
  public static final int CHANNEL_ACK = 7;

  public static final int EDIT = 8;

  private BodyType() {}
}
