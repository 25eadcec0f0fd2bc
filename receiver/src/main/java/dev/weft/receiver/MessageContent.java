package dev.weft.receiver;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a message says: its bodies, its extension, and the meta the server adds.
///
/// @param thread present on a message in a thread
/// @param edit present on a message that was modified
public record MessageContent(
    Json ext, List<MessageBody> bodies, @Nullable ThreadMeta thread, @Nullable EditMeta edit) {

  /// Vendors' tables put `meta` beside the payload, their examples inside; both are read.
  static MessageContent read(Json payload, Json outerMeta, @Nullable AppKey appKey) {
    Json innerMeta = payload.get("meta");
    Json thread = innerMeta.get("thread");
    Json edit = innerMeta.get("edit_msg");
    return new MessageContent(
        payload.get("ext"),
        payload.get("bodies").elements().stream().map(MessageBody::read).toList(),
        ThreadMeta.read(thread.isMissing() ? outerMeta.get("thread") : thread),
        EditMeta.read(edit.isMissing() ? outerMeta.get("edit_msg") : edit, appKey));
  }

  /// The text of the first text body, if there is one.
  public @Nullable String text() {
    for (MessageBody body : bodies) {
      if (body instanceof MessageBody.Txt txt) {
        return txt.msg();
      }
    }
    return null;
  }
}
