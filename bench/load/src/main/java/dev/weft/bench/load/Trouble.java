package dev.weft.bench.load;

import java.util.Locale;
import java.util.random.RandomGenerator;

/// Which part of the callbacks meets trouble, and which.
///
/// @param behaviour of what is not well
/// @param every the endpoint of each thread whose index is a multiple of this is bad; for
///   [Behaviour#REFUSE], one callback in so many is refused, whatever its endpoint. 0 for none
public record Trouble(Behaviour behaviour, int every) {

  /// All is well.
  public static final Trouble NONE = new Trouble(Behaviour.ANSWER, 0);

  /// Whether the endpoint of this thread is bad for good.
  public boolean isBad(int thread) {
    return every > 0 && behaviour != Behaviour.REFUSE && thread % every == 0;
  }

  Behaviour of(int thread, RandomGenerator random) {
    if (behaviour == Behaviour.REFUSE) {
      return every > 0 && random.nextInt(every) == 0 ? behaviour : Behaviour.ANSWER;
    }
    return isBad(thread) ? behaviour : Behaviour.ANSWER;
  }

  /// As a word for a command line; [#parse] reads it.
  public String word() {
    return behaviour.name().toLowerCase(Locale.ROOT) + ":" + every;
  }

  static Trouble parse(String word) {
    int colon = word.indexOf(':');
    return new Trouble(
        Behaviour.valueOf(word.substring(0, colon).toUpperCase(Locale.ROOT)),
        Integer.parseInt(word.substring(colon + 1)));
  }
}
