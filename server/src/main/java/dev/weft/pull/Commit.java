package dev.weft.pull;

/// What became of a commit.
public sealed interface Commit {

  /// The consumer as it is now. A position behind the one that was committed already changes
  /// nothing: what is done stays done.
  record Done(Consumer consumer) implements Commit {}

  /// There is no such position yet; keeping it would leave out what is still to come.
  record NotThereYet(long newest) implements Commit {}

  /// The rule has [Consumers#MAX_PER_RULE] consumers already.
  record TooMany() implements Commit {}
}
