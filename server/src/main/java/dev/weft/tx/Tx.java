package dev.weft.tx;

/// A unit of work under way. Holding one is the right to write; it reads what it has written.
public interface Tx extends Snapshot {

  /// Runs `action` once this unit of work is durable, in commit order, and never if it fails.
  ///
  /// Actions run on the thread that commits: they hand things over and return, they do not block.
  void afterCommit(Runnable action);
}
