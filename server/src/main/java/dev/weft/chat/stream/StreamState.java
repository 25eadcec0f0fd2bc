package dev.weft.chat.stream;

/// Whether more chunks of a stream message may come, and what ended it. The names are what the
/// store keeps.
public enum StreamState {
  OPEN(0),

  /// The caller has sent the last chunk.
  FINISHED(0),

  /// No chunk came for too long.
  CHUNK_LATE(512),

  /// It took too long in all.
  TOO_OLD(513),

  /// A chunk would have made the text too long.
  TOO_LONG(511);

  private final int clientError;

  StreamState(int clientError) {
    this.clientError = clientError;
  }

  /// The number by which client SDKs know why a stream broke off; 0 if it did not.
  public int clientError() {
    return clientError;
  }
}
