package dev.weft.junit;

import java.time.Duration;

/// What goes wrong between the vendor's cloud and the app, and how often. Probabilities are 0 to 1,
/// and each callback has its own draw.
///
/// @param duplicate how likely a callback is sent twice
/// @param reorder how likely callbacks that come later overtake this one
/// @param overtakers the most that overtake it
/// @param delay how likely a callback is late
/// @param longestDelay how late at most
/// @param lose how likely a callback is never sent
/// @param answerWithin how long the app has for its answer (vendor: 10 s after a message; 200 ms is
///   what it gives a pre-send callback, and a good habit)
public record Faults(
    double duplicate,
    double reorder,
    int overtakers,
    double delay,
    Duration longestDelay,
    double lose,
    Duration answerWithin) {

  private static final int OVERTAKERS = 5;

  /// The vendor on a good day.
  public static final Faults NONE =
      new Faults(0, 0, OVERTAKERS, 0, Duration.ZERO, 0, Duration.ofSeconds(10));

  /// Some of everything but loss: an app that keeps its tables right today, keeps them right.
  public static final Faults BAD_DAY =
      NONE.withDuplicates(0.2).withReordering(0.2).withDelays(0.1, Duration.ofSeconds(30));

  public Faults {
    probability("duplicate", duplicate);
    probability("reorder", reorder);
    probability("delay", delay);
    probability("lose", lose);
    if (overtakers < 1) {
      throw new IllegalArgumentException("overtakers must be at least 1");
    }
    if (longestDelay.isNegative() || answerWithin.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException("a delay is not negative, and an answer takes some time");
    }
  }

  private static void probability(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be 0 to 1, not " + value);
    }
  }

  /// The same with other duplicates.
  public Faults withDuplicates(double probability) {
    return new Faults(probability, reorder, overtakers, delay, longestDelay, lose, answerWithin);
  }

  /// The same with another reordering.
  public Faults withReordering(double probability) {
    return new Faults(duplicate, probability, overtakers, delay, longestDelay, lose, answerWithin);
  }

  /// The same with other delays, each up to `longest`.
  public Faults withDelays(double probability, Duration longest) {
    return new Faults(duplicate, reorder, overtakers, probability, longest, lose, answerWithin);
  }

  /// The same with another loss.
  public Faults withLoss(double probability) {
    return new Faults(
        duplicate, reorder, overtakers, delay, longestDelay, probability, answerWithin);
  }

  /// The same with another patience.
  public Faults withAnswerWithin(Duration patience) {
    return new Faults(duplicate, reorder, overtakers, delay, longestDelay, lose, patience);
  }
}
