package dev.weft.msync;

/// Values of [Status#getErrorCode].
public final class ErrorCode {
  public static final int OK = 0;
  public static final int FAIL = 1;
  public static final int UNAUTHORIZED = 2;
  public static final int MISSING_PARAMETER = 3;
  public static final int WRONG_PARAMETER = 4;
  public static final int REDIRECT = 5;
  public static final int TOKEN_EXPIRED = 6;
  public static final int PERMISSION_DENIED = 7;
  public static final int NO_ROUTE = 8;
  public static final int UNKNOWN_COMMAND = 9;
  public static final int PB_PARSER_ERROR = 10;
  public static final int BIND_ANOTHER_DEVICE = 11;
  public static final int IM_FORBIDDEN = 12;
  public static final int TOO_MANY_DEVICES = 13;
  public static final int PLATFORM_LIMIT = 14;
  public static final int USER_MUTED = 15;
  public static final int ENCRYPT_DISABLE = 16;
  public static final int ENCRYPT_ENABLE = 17;
  public static final int DECRYPT_FAILURE = 18;

  /// A pre-send callback has refused the message.
  public static final int PERMISSION_DENIED_EXTERNAL = 19;

  public static final int RESOURCE_CHANGED = 20;

  private ErrorCode() {}
}
