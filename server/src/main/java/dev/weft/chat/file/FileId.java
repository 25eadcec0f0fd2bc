package dev.weft.chat.file;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The id of an uploaded file: a UUID that begins with the time it was made at (version 7) and ends
/// in 74 random bits.
///
/// Because an id knows its age, an expired file is told from one that never was after its row is
/// gone, and new rows land at the end of their table.
public record FileId(UUID value) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern TEXT =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

  private static final int TIME_SHIFT = 16;
  private static final long VERSION_7 = 0x7000;
  private static final long RANDOM_MASK = 0x0fff;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  static FileId random(Instant now) {
    long most = firstBits(now) | (RANDOM.nextLong() & RANDOM_MASK);
    return new FileId(new UUID(most, (RANDOM.nextLong() >>> 2) | VARIANT));
  }

  /// The smallest id that can have been made at `time`.
  public static FileId firstAt(Instant time) {
    return new FileId(new UUID(firstBits(time), VARIANT));
  }

  private static long firstBits(Instant time) {
    return (time.toEpochMilli() << TIME_SHIFT) | VERSION_7;
  }

  /// The id written as `text`; empty for anything we did not make.
  public static Optional<FileId> parse(String text) {
    return TEXT.matcher(text).matches()
        ? Optional.of(new FileId(UUID.fromString(text)))
        : Optional.empty();
  }

  /// When the file was uploaded.
  public Instant created() {
    return Instant.ofEpochMilli(value.getMostSignificantBits() >>> TIME_SHIFT);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
