package dev.weft.web.vendor;

import dev.weft.app.UserId;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import java.util.List;
import java.util.stream.Stream;

/// Lists of ids and names as the group endpoints take them, and the pages they are shown in.
public final class Names {

  private Names() {}

  /// A path segment of several ids or names, each once: `a,b,c`.
  public static List<String> split(String segment) {
    return Stream.of(segment.split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .distinct()
        .toList();
  }

  /// The `usernames` of a body.
  ///
  /// @param tooMany the vendor's words for more than `max`; the number follows
  public static List<UserId> users(JsonBody body, int max, String tooMany) {
    List<UserId> users =
        body.users("usernames")
            .filter(names -> !names.isEmpty())
            .orElseThrow(() -> GroupBodies.mustBeProvided("usernames"));
    requireAtMost(max, users, tooMany);
    return users;
  }

  /// Requires that there are not too many.
  ///
  /// @param tooMany the vendor's words for more than `max`; the number follows
  public static void requireAtMost(int max, List<?> names, String tooMany) {
    if (names.size() > max) {
      throw Errors.invalidParameter(tooMany + max);
    }
  }

  /// Where page number `page`, counted from 0, begins. Pages before the first are the first; what
  /// lies beyond every list is one place there.
  public static int offset(int page, int size) {
    return (int) Math.min((long) Math.max(0, page) * size, Integer.MAX_VALUE);
  }
}
