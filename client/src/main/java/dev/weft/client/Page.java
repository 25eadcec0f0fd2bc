package dev.weft.client;

import dev.weft.receiver.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of a list.
///
/// @param cursor where the next one begins; null after the last
public record Page(List<Json> data, @Nullable String cursor) {

  static Page of(Json answer) {
    return new Page(answer.get("data").elements(), answer.get("cursor").text());
  }
}
