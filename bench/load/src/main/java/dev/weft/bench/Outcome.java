package dev.weft.bench;

import dev.weft.bench.load.Received;
import dev.weft.bench.load.Sent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;

/// What became of messages: the generator's journal and the receiver's, laid side by side.
///
/// @param accepted messages that were answered with 200
/// @param refused messages that were not
/// @param lost accepted, but no callback was acknowledged
/// @param duplicates callbacks that came although one for the same message had been acknowledged
/// @param inversions callbacks that were acknowledged after one of their thread although their
///   message was accepted before that one's was sent; a system that numbers its callbacks is also
///   held to its numbers
/// @param acknowledgedAt when each was acknowledged first, ascending
/// @param commitNanos from the answer to the callback, ascending; 0 if the callback was faster
/// @param sendNanos from when it was due to the callback, ascending
record Outcome(
    long accepted,
    long refused,
    long lost,
    long duplicates,
    long inversions,
    Times acknowledgedAt,
    Times commitNanos,
    Times sendNanos) {

  /// Reads both journals of a folder.
  ///
  /// @param ids which messages
  /// @param threads whose threads
  static Outcome read(Path folder, LongPredicate ids, IntPredicate threads) throws IOException {
    Join join = new Join();
    Sent.read(
        folder.resolve("sent"),
        sent -> {
          if (ids.test(sent.id()) && threads.test(sent.thread())) {
            join.add(sent);
          }
        });
    Received.read(
        folder.resolve("received"),
        received -> {
          if (ids.test(received.id()) && threads.test(received.thread())) {
            join.add(received);
          }
        });
    return join.outcome();
  }

  /// How many callbacks were acknowledged in a stretch of time.
  long acknowledged(long from, long to) {
    return acknowledgedAt.count(from, to);
  }

  /// Lays them side by side: first all that were sent, then what was received, in its order.
  static final class Join {
    private final Map<Long, Sent> accepted = new HashMap<>();
    private final Map<Integer, Long> newestSent = new HashMap<>();
    private final Map<Integer, Long> newestSequence = new HashMap<>();
    private final Map<Long, Long> acknowledged = new HashMap<>();
    private final Times.Builder commits = new Times.Builder();
    private final Times.Builder sends = new Times.Builder();
    private final Times.Builder arrivals = new Times.Builder();
    private long refused;
    private long duplicates;
    private long inversions;

    void add(Sent sent) {
      if (sent.accepted()) {
        accepted.put(sent.id(), sent);
      } else {
        refused++;
      }
    }

    void add(Received received) {
      if (acknowledged.containsKey(received.id())) {
        duplicates++;
        return;
      }
      if (!received.acknowledged()) {
        return;
      }
      acknowledged.put(received.id(), received.at());
      Sent sent = accepted.get(received.id());
      if (sent == null) {
        return;
      }
      arrivals.add(received.at());
      commits.add(Math.max(0, received.at() - sent.answered()));
      sends.add(received.at() - sent.due());
      if (isLate(received, sent)) {
        inversions++;
      }
    }

    private boolean isLate(Received received, Sent sent) {
      long newest = newestSent.getOrDefault(received.thread(), Long.MIN_VALUE);
      long sequence = newestSequence.getOrDefault(received.thread(), Long.MIN_VALUE);
      newestSent.put(received.thread(), Math.max(newest, sent.sent()));
      if (received.sequence() >= 0) {
        newestSequence.put(received.thread(), Math.max(sequence, received.sequence()));
      }
      return sent.answered() < newest
          || (received.sequence() >= 0 && received.sequence() < sequence);
    }

    Outcome outcome() {
      long lost = accepted.keySet().stream().filter(id -> !acknowledged.containsKey(id)).count();
      return new Outcome(
          accepted.size(),
          refused,
          lost,
          duplicates,
          inversions,
          arrivals.sorted(),
          commits.sorted(),
          sends.sorted());
    }
  }
}
