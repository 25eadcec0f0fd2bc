package dev.weft.chat.favorite;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that a user keeps. Its content is the caller's own; it is never read here.
///
/// @param id unique among the favorites of its user
/// @param type a number whose meaning is the caller's
/// @param ext null if there is none
public record Favorite(
    String id, int type, String data, @Nullable String ext, Instant created, Instant updated) {

  /// The same favorite with another extension; null takes it away.
  public Favorite withExt(@Nullable String newExt, Instant now) {
    return new Favorite(id, type, data, newExt, created, now);
  }
}
