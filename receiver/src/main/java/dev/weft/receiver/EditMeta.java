package dev.weft.receiver;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Who modified a message, when, and for the how-manieth time.
public record EditMeta(
    @Nullable UserId sender,
    @Nullable UserId operator,
    @Nullable Instant sentAt,
    @Nullable Instant editedAt,
    long count) {

  static @Nullable EditMeta read(Json edit, @Nullable AppKey appKey) {
    if (edit.isMissing()) {
      return null;
    }
    Field field = new Field(edit);
    return new EditMeta(
        field.map("sender", text -> UserId.bare(text, appKey)),
        field.map("operator", text -> UserId.bare(text, appKey)),
        field.instant("send_time"),
        field.instant("edit_time"),
        edit.get("count").integer().orElse(0));
  }
}
