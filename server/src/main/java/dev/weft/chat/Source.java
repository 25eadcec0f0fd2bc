package dev.weft.chat;

/// Where an operation came from. Rules can ask for REST or SDK (vendor: "messages sent by REST").
public enum Source {
  REST,
  SDK,
  /// History that was moved in from elsewhere. It never gives a callback.
  IMPORT,
  /// A message to everybody. It never gives a callback.
  BROADCAST,
  /// A message that comes in chunks. It never gives a callback.
  STREAM;

  /// Whether what comes from here gives callbacks.
  public boolean isCalledBack() {
    return this == REST || this == SDK;
  }
}
