package dev.weft.receiver;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the fields of one JSON object the way vendors write them: often, but not always.
record Field(Json of) {

  @Nullable String text(String name) {
    return of.get(name).text();
  }

  <T> @Nullable T map(String name, Function<String, T> type) {
    String text = text(name);
    return text == null || text.isEmpty() ? null : type.apply(text);
  }

  @Nullable MessageId messageId(String name) {
    return map(name, MessageId::new);
  }

  /// Milliseconds, as a number or as digits in a string.
  @Nullable Instant instant(String name) {
    OptionalLong millis = of.get(name).integer();
    return millis.isPresent() ? Instant.ofEpochMilli(millis.getAsLong()) : null;
  }

  @Nullable Long integer(String name) {
    OptionalLong value = of.get(name).integer();
    return value.isPresent() ? value.getAsLong() : null;
  }

  List<UserId> users(String name, @Nullable AppKey appKey) {
    return of.get(name).elements().stream()
        .map(element -> UserId.bare(element.text(""), appKey))
        .toList();
  }
}
