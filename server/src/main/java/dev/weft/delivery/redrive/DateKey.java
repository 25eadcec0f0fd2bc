package dev.weft.delivery.redrive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;

/// The ten minutes in which a callback was put into exception storage: the vendor's date key (`GET
/// callbacks/storage/info`).
///
/// @param key the moment the ten minutes begin, as the number `yyyyMMddHHmm`
public record DateKey(long key) {

  private static final int MINUTES = 10;

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuuMMddHHmm").withResolverStyle(ResolverStyle.STRICT);

  /// The date key of a moment, as clocks in `zone` show it. Where they are set back, two stretches
  /// of time share their keys.
  static DateKey of(Instant moment, ZoneId zone) {
    LocalDateTime local = LocalDateTime.ofInstant(moment, zone);
    return new DateKey(Long.parseLong(FORM.format(begin(local))));
  }

  private static LocalDateTime begin(LocalDateTime local) {
    return local.minusMinutes(local.getMinute() % MINUTES);
  }

  /// Empty if the text is not the beginning of ten minutes.
  public static Optional<DateKey> parse(String text) {
    if (!text.matches("[0-9]{12}")) {
      return Optional.empty();
    }
    try {
      LocalDateTime local = LocalDateTime.parse(text, FORM);
      return local.equals(begin(local))
          ? Optional.of(new DateKey(Long.parseLong(text)))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "%012d".formatted(key);
  }
}
