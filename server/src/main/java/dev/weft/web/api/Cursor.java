package dev.weft.web.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Cursors of list answers: opaque to clients, safe in a query.
public final class Cursor {

  private Cursor() {}

  public static @Nullable String encode(@Nullable String position) {
    return position == null
        ? null
        : Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(position.getBytes(StandardCharsets.UTF_8));
  }

  /// The position in the query's `cursor`; null on the first page. A cursor that is not ours finds
  /// an empty page, as the end of a list does.
  public static @Nullable String decode(Query query) {
    Optional<String> cursor = query.text("cursor").filter(text -> !text.isEmpty());
    if (cursor.isEmpty()) {
      return null;
    }
    try {
      return new String(Base64.getUrlDecoder().decode(cursor.get()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
