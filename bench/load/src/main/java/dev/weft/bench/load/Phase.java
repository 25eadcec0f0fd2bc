package dev.weft.bench.load;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A stretch of load. What is sent in the warm-up is not measured.
///
/// @param window messages that may be under way, from the request to the callback: the load goes as
///   fast as callbacks come. 0 for no window
/// @param perSecond messages a second on a fixed schedule, whatever becomes of them; 0 for none
/// @param limit messages to send at most
/// @param warmMillis length of the warm-up
/// @param millis length of what is measured
public record Phase(int window, double perSecond, long limit, long warmMillis, long millis) {

  /// A day.
  private static final long FOR_EVER_MS = 24L * 60 * 60 * 1_000;

  /// As fast as callbacks come back.
  public static Phase closed(int window, long warmMillis, long millis) {
    return new Phase(window, 0, Long.MAX_VALUE, warmMillis, millis);
  }

  /// On a schedule.
  public static Phase open(double perSecond, long warmMillis, long millis) {
    return new Phase(0, perSecond, Long.MAX_VALUE, warmMillis, millis);
  }

  /// As fast as requests are answered.
  public static Phase flood(long millis) {
    return new Phase(0, 0, Long.MAX_VALUE, 0, millis);
  }

  /// A number of messages, as fast as they are accepted.
  public static Phase fill(long messages) {
    return new Phase(0, 0, messages, 0, FOR_EVER_MS);
  }

  /// The same for a number of messages, however long that takes.
  public Phase upTo(long messages) {
    return new Phase(window, perSecond, messages, warmMillis, FOR_EVER_MS);
  }

  /// As words for a command line; [#parse] reads them.
  public String words() {
    return "window=%d perSecond=%s limit=%d warm=%d millis=%d"
        .formatted(window, perSecond, limit, warmMillis, millis);
  }

  static Phase parse(String words) {
    Map<String, String> values =
        Stream.of(words.split(" ", -1))
            .map(word -> word.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    Function<String, Long> number = name -> Long.valueOf(values.getOrDefault(name, "0"));
    return new Phase(
        number.apply("window").intValue(),
        Double.parseDouble(values.getOrDefault("perSecond", "0")),
        number.apply("limit"),
        number.apply("warm"),
        number.apply("millis"));
  }
}
