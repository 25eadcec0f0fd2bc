package dev.weft.msync;

/// Values of [MessageBody#getEditScope].
public final class EditScope {
  public static final int BODY = 1;
  public static final int BODY_AND_EXT = 2;

  private EditScope() {}
}
