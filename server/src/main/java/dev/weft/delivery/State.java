package dev.weft.delivery;

/// Where a delivery stands.
public enum State {
  /// On its way: it waits for its turn, for a retry, or for its rule.
  PENDING,

  /// The endpoint has acknowledged it.
  DELIVERED,

  /// Its policy is exhausted; it is in exception storage, to be seen and resent.
  STORED,

  /// Nobody waits for it any more: its rule was deleted, or it was a test.
  DISCARDED,

  /// Its rule has no URL: it is kept for those who fetch callbacks themselves, and never attempted.
  OFFERED,

  /// It was never delivered, and its time in exception storage is over.
  EXPIRED
}
