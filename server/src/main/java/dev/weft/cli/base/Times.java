package dev.weft.cli.base;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// Times for people: where they are, to the second.
public final class Times {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private Times() {}

  public static String shown(Instant time) {
    return FORMAT.format(time);
  }
}
