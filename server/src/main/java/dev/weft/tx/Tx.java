package dev.weft.tx;

/// A unit of work in flight. Holding one is the right to write; it reads what it has written.
public interface Tx extends Snapshot {

  /// Runs `action` once this unit of work is durable, and never if it fails.
  ///
  /// Actions of two units may run in another order than the units committed: who needs the order
  /// takes it from the store. Actions run on the thread that commits: they hand things over and
  /// return, they do not block.
  void afterCommit(Runnable action);
}
