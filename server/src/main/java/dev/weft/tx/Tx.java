package dev.weft.tx;

/// A unit of work in flight. Holding one is the right to write; it reads what it has written.
public interface Tx extends Snapshot {

  /// Runs `action` once this unit of work is durable, and never if it fails.
  ///
  /// With one writer actions run in commit order. With many, two units that wait for each other may
  /// have theirs run in either order: who needs one takes it from the store. Actions run on the
  /// thread that commits: they hand things over and return, they do not block.
  void afterCommit(Runnable action);
}
