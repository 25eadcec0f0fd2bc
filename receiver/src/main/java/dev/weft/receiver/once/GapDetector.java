package dev.weft.receiver.once;

import dev.weft.receiver.Reception.Accepted;
import dev.weft.receiver.ThreadId;
import java.util.OptionalLong;

/// Watches `weft-sequence` for numbers that were left out.
///
/// The first number of a thread is no gap, whatever it is: the rule may be younger than the thread.
/// A number that is not above the last is a retry or a replay.
public final class GapDetector implements OnceHandler {

  private final SequenceStore sequences;
  private final GapHook hook;
  private final OnceHandler next;

  public GapDetector(SequenceStore sequences, GapHook hook, OnceHandler next) {
    this.sequences = sequences;
    this.hook = hook;
    this.next = next;
  }

  /// The sequence advances only after the callback was handled, so a failed attempt loses no gap.
  @Override
  public Handled handle(Accepted accepted) throws Exception {
    ThreadId threadId = accepted.callback().about();
    OptionalLong sequence = accepted.attempt().sequence();
    if (threadId == null || sequence.isEmpty()) {
      return next.handle(accepted);
    }
    OptionalLong last = sequences.last(threadId);
    if (last.isPresent() && sequence.getAsLong() > last.getAsLong() + 1) {
      hook.missing(new Gap(threadId, last.getAsLong() + 1, sequence.getAsLong() - 1));
    }
    Handled handled = next.handle(accepted);
    if (last.isEmpty() || sequence.getAsLong() > last.getAsLong()) {
      sequences.advance(threadId, sequence.getAsLong());
    }
    return handled;
  }
}
