package dev.weft.chat;

import dev.weft.app.AppId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The id of a group or chat room. It is a decimal number, larger than 2^53 and growing with time,
/// unless the app has chosen a text: up to 64 lower-case letters and digits (vendor: `groupid` and
/// `roomid`, REST pages `group_create` and `chatroom_create`).
///
/// A chosen text has a number too, by which the store finds everything of the group: below
/// [#LARGEST_CHOSEN], made from the app and the text (ADR 210). So nobody has to look it up.
///
/// @param value the number; it alone decides whether two ids are the same
/// @param chosen the text that the app has chosen; null if the id is a number
public record GroupId(long value, @Nullable String chosen) implements Comparable<GroupId> {

  /// The largest number of a text that an app has chosen; nothing else has numbers below zero.
  static final long LARGEST_CHOSEN = -(1L << 62);

  private static final Pattern CHOSEN = Pattern.compile("[a-z0-9]{1,64}");

  /// @throws IllegalArgumentException if the text of a chosen id is missing
  public GroupId {
    if (value <= LARGEST_CHOSEN && chosen == null) {
      throw new IllegalArgumentException("the group " + value + " has an id of letters");
    }
  }

  /// An id that is a number.
  public GroupId(long value) {
    this(value, null);
  }

  /// The id that a client of an app has written; empty for anything that cannot be one.
  public static Optional<GroupId> parse(AppId app, String text) {
    Optional<Long> number = Ids.parse(text);
    if (number.isPresent()) {
      return number.map(GroupId::new);
    }
    return CHOSEN.matcher(text).matches()
        ? Optional.of(new GroupId(numberOf(app, text), text))
        : Optional.empty();
  }

  /// 62 bits of a digest: two texts of an installation do not meet.
  private static long numberOf(AppId app, String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(app.value()).flip());
      byte[] made = digest.digest(text.getBytes(StandardCharsets.US_ASCII));
      return LARGEST_CHOSEN - (ByteBuffer.wrap(made).getLong() >>> 2);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// The conversation of the group.
  public ConversationId conversation() {
    return new ConversationId(value, chosen);
  }

  @Override
  public int compareTo(GroupId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GroupId(long number, _) && number == value;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(value);
  }

  /// The id as clients and app servers know it.
  @Override
  public String toString() {
    return Objects.requireNonNullElseGet(chosen, () -> Long.toString(value));
  }
}
