package dev.weft.msync;

/// Values of [MessageBody.Content#getType].
public final class ContentType {
  public static final int TEXT = 0;
  public static final int IMAGE = 1;
  public static final int VIDEO = 2;
  public static final int LOCATION = 3;
  public static final int VOICE = 4;
  public static final int FILE = 5;
  public static final int COMMAND = 6;
  public static final int CUSTOM = 7;

  /// Listed, but not sent: a combined message is a text with [ContentSubType#COMBINE].
  public static final int COMBINE = 8;

  private ContentType() {}
}
