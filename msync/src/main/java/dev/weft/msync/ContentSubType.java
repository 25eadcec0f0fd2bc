package dev.weft.msync;

/// Values of [MessageBody.Content#getSubType].
public final class ContentSubType {

  /// Present on a text: a combined message.
  public static final int COMBINE = 0;

  public static final int GIF = 1;
  public static final int SUB_STREAM = 10;

  private ContentSubType() {}
}
