package dev.weft.bench;

import java.util.List;

/// The work: how many threads and rules there are, and how large messages are.
///
/// @param threads that messages go to, in turn
/// @param rules callback rules; each thread matches exactly one of them
/// @param bodyBytes of a request
/// @param connections of the load generator
/// @param retry the waits before each attempt, for systems that are told; empty for their default
record Shape(int threads, int rules, int bodyBytes, int connections, List<String> retry) {

  /// The rule of a thread.
  int rule(int thread) {
    return thread % rules;
  }
}
