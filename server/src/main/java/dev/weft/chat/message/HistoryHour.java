package dev.weft.chat.message;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Optional;
import java.util.regex.Pattern;

/// One hour of message history, named `yyyyMMddHH`.
public record HistoryHour(Instant start) {

  /// In whose time the name is read. The vendor's example asks for 2018112717 at 2018-11-27 10:58
  /// UTC and gets a file: that hour was over in China and had not begun in UTC. The official SDK
  /// reckons the same way, and so do the keys of the exception storage.
  public static final ZoneOffset ZONE = ZoneOffset.ofHours(8);

  private static final Duration LENGTH = Duration.ofHours(1);
  private static final Pattern TEXT = Pattern.compile("[0-9]{10}");
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuuMMddHH")
          .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
          .toFormatter(java.util.Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  /// The hour called `text`; empty if no hour is called so.
  public static Optional<HistoryHour> parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new HistoryHour(LocalDateTime.parse(text, FORMAT).toInstant(ZONE)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// The first moment after it.
  public Instant end() {
    return start.plus(LENGTH);
  }

  @Override
  public String toString() {
    return FORMAT.format(start.atOffset(ZONE));
  }
}
