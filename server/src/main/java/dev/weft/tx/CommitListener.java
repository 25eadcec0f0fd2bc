package dev.weft.tx;

import java.time.Duration;

/// Is notified of what the store does, to count it. Called on the thread that commits: it must be
/// quick.
public interface CommitListener {

  /// For those who do not listen.
  CommitListener NONE = new CommitListener() {};

  /// Units of work became durable together.
  ///
  /// @param units how many
  /// @param waited how long the first of them waited for the writer
  /// @param took from the beginning of the transaction to the end of its fsync
  default void committed(int units, Duration waited, Duration took) {}

  /// Units of work failed together, because the store did.
  default void failed(int units) {}
}
