package dev.weft.bench;

import dev.weft.bench.load.Asked;
import java.util.List;

/// The work: how many threads and rules there are, and how large messages are.
///
/// @param asked what requests ask for
/// @param threads that messages go to, in turn; for other calls, how many things they change
/// @param rules callback rules; each thread matches exactly one of them
/// @param bodyBytes of a request
/// @param connections of the load generator
/// @param retry the waits before each attempt, for systems that are told; empty for their default
record Shape(
    Asked asked, int threads, int rules, int bodyBytes, int connections, List<String> retry) {

  /// Of messages.
  Shape(int threads, int rules, int bodyBytes, int connections, List<String> retry) {
    this(Asked.MESSAGE, threads, rules, bodyBytes, connections, retry);
  }

  /// The same for other calls, of which no rule tells anybody.
  Shape withoutRules(Asked other) {
    return new Shape(other, threads, 0, bodyBytes, connections, retry);
  }

  /// The rule of a thread.
  int rule(int thread) {
    return thread % rules;
  }
}
