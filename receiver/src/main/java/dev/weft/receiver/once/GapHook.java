package dev.weft.receiver.once;

/// Told of a gap before the callback behind it is handled, in the thread's lane: the place to fetch
/// from Weft what is missing.
@FunctionalInterface
public interface GapHook {

  /// Whatever it throws makes the sender try again, and the gap is reported again.
  void missing(Gap gap) throws Exception;
}
