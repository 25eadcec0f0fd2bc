package dev.weft.chat.stream;

import dev.weft.chat.Content;
import dev.weft.chat.JsonObjects;
import dev.weft.chat.MessageType;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the stored body of a stream message says beside its text, in the vendor's words
/// (`stream_start`, `stream_full`): devices read from it that the text was streamed, and how it
/// ended.
public final class StreamContent {

  private static final String SUB_TYPE = "sub_stream";

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private StreamContent() {}

  /// The content after the first chunk.
  static Content begun(ChunkView first, String ext) {
    String status = first.state() == StreamState.OPEN ? "stream_start" : "stream_start_completed";
    return new Content(MessageType.TXT, body(first, first.text(), status), ext);
  }

  /// The content when the stream has ended. A text that somebody has edited meanwhile stays.
  static Content whole(Content old, ChunkView last, String text, boolean edited) {
    String shown = edited ? JsonObjects.texts(old.body(), List.of("msg")).getFirst() : text;
    return new Content(MessageType.TXT, body(last, shown, "stream_full"), old.ext());
  }

  /// Whether this was said in chunks, or is what somebody has edited it to.
  public static boolean isStream(Content content) {
    return content.type() == MessageType.TXT
        && content.body().contains("\"subType\":\"" + SUB_TYPE + '"');
  }

  private static String body(ChunkView chunk, String text, String status) {
    ObjectNode body = MAPPER.createObjectNode();
    body.put("msg", text);
    body.put("subType", SUB_TYPE);
    ObjectNode stream = body.putObject("stream");
    stream.put("stream_type", chunk.format());
    stream.put("stream_seq", chunk.number());
    stream.put("stream_status", status);
    stream.put("stream_error", chunk.state().clientError());
    chunk.finishReason().ifPresent(reason -> stream.put("stream_finish_reason", reason));
    body.put("type", MessageType.TXT.wireName());
    return MAPPER.writeValueAsString(body);
  }
}
