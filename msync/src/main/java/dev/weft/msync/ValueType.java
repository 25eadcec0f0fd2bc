package dev.weft.msync;

/// Values of [KeyValue#getType].
public final class ValueType {
  public static final int BOOL = 1;
  public static final int INT = 2;
  public static final int UINT = 3;
  public static final int LLINT = 4;
  public static final int FLOAT = 5;
  public static final int DOUBLE = 6;
  public static final int STRING = 7;

  /// An object or array, as text.
  public static final int JSON_STRING = 8;

  private ValueType() {}
}
