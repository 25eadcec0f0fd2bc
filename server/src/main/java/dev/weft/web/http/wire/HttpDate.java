package dev.weft.web.http.wire;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The value of the `Date` header, written once a second.
public final class HttpDate {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Clock clock;
  private volatile Written written = new Written(Long.MIN_VALUE, "");

  private record Written(long second, String text) {}

  public HttpDate(Clock clock) {
    this.clock = clock;
  }

  /// Now, as HTTP writes it.
  public String now() {
    long second = Math.floorDiv(clock.millis(), 1000);
    Written last = written;
    if (last.second() != second) {
      last = new Written(second, FORMAT.format(Instant.ofEpochSecond(second)));
      written = last;
    }
    return last.text();
  }
}
