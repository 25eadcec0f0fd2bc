package dev.weft.delivery;

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
public record Slot(long key) {

  private static final int MINUTES = 10;

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuuMMddHHmm").withResolverStyle(ResolverStyle.STRICT);

  /// The slot of a moment, as clocks in `zone` show it. Where they are set back, two stretches of
  /// time share their keys.
  static Slot of(Instant moment, ZoneId zone) {
    LocalDateTime local = LocalDateTime.ofInstant(moment, zone);
    return new Slot(Long.parseLong(FORM.format(begin(local))));
  }

  private static LocalDateTime begin(LocalDateTime local) {
    return local.minusMinutes(local.getMinute() % MINUTES);
  }

  /// Empty if the text is not the beginning of ten minutes.
  public static Optional<Slot> parse(String text) {
    if (!text.matches("[0-9]{12}")) {
      return Optional.empty();
    }
    try {
      LocalDateTime local = LocalDateTime.parse(text, FORM);
      return local.equals(begin(local))
          ? Optional.of(new Slot(Long.parseLong(text)))
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
