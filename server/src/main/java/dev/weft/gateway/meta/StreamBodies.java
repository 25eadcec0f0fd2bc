package dev.weft.gateway.meta;

import dev.weft.chat.Content;
import dev.weft.chat.Message;
import dev.weft.chat.stream.ChunkView;
import dev.weft.chat.stream.StreamState;
import dev.weft.msync.ContentType;
import dev.weft.msync.MessageBody;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Stream messages as the vendor's SDKs read them: texts of a sub-type of their own, with the
/// number and the state of the chunk beside them. The SDKs put the chunks of one message together.
public final class StreamBodies {

  private static final String STREAMED = "sub_stream";
  private static final int SUB_TYPE = 10;

  // The states that SDK 4.21 knows; the enum in its descriptor is older.
  private static final int START = 0;
  private static final int START_COMPLETED = 1;
  private static final int IN_PROGRESS = 2;
  private static final int COMPLETED = 3;

  /// All of the text, whatever came before.
  private static final int FULL = 4;

  private StreamBodies() {}

  /// What a device gets in place of a chunk.
  public enum Shown {
    NOTHING,
    CHUNK,
    WHOLE
  }

  /// What a device gets in place of a chunk.
  ///
  /// @param content of the message as it is now
  /// @param chunk what [#of(ChunkView)] has made
  /// @param live whether it happens now, and is not fetched later
  public static Shown shown(Content content, MessageBody chunk, boolean live) {
    int status = chunk.getStream().getStreamStatus();
    boolean last = status == COMPLETED || status == FULL;
    if (status == FULL || (!live && last)) {
      return Shown.WHOLE;
    }
    return live || !isWhole(content) ? Shown.CHUNK : Shown.NOTHING;
  }

  /// Whether the message was streamed in several chunks and has its whole text.
  public static boolean hasEnded(@Nullable Message message) {
    return message != null && isWhole(message.content());
  }

  private static boolean isWhole(Content content) {
    return content.body().contains(STREAMED)
        && Json.stored(content.body())
            .path("stream")
            .path("stream_status")
            .asString("")
            .equals("stream_full");
  }

  /// A further chunk.
  public static MessageBody of(ChunkView chunk) {
    MessageBody.Stream.Builder stream =
        MessageBody.Stream.newBuilder()
            .setStreamType(chunk.format())
            .setStreamSeq(chunk.number())
            .setStreamStatus(status(chunk.state()))
            .setStreamError(chunk.state().clientError());
    chunk.finishReason().ifPresent(stream::setStreamFinishReason);
    return MessageBody.newBuilder()
        .setStream(stream)
        .addContents(
            MessageBody.Content.newBuilder()
                .setType(ContentType.TEXT)
                .setText(chunk.text())
                .setSubType(SUB_TYPE))
        .build();
  }

  private static int status(StreamState state) {
    return switch (state) {
      case OPEN -> IN_PROGRESS;
      case FINISHED -> COMPLETED;
      case CHUNK_LATE, TOO_OLD, TOO_LONG -> FULL;
    };
  }

  /// What the stored body of a message says about its stream; empty for other messages.
  static Optional<MessageBody.Stream> of(JsonNode body) {
    JsonNode stored = body.path("stream");
    if (!isStreamed(body) || !stored.isObject()) {
      return Optional.empty();
    }
    MessageBody.Stream.Builder stream =
        MessageBody.Stream.newBuilder()
            .setStreamType(stored.path("stream_type").asString("text"))
            .setStreamSeq(stored.path("stream_seq").asLong(0))
            .setStreamStatus(
                switch (stored.path("stream_status").asString("")) {
                  case "stream_full" -> FULL;
                  case "stream_start_completed" -> START_COMPLETED;
                  default -> START;
                })
            .setStreamError(stored.path("stream_error").asInt(0));
    if (stored.has("stream_finish_reason")) {
      stream.setStreamFinishReason(stored.path("stream_finish_reason").asInt(0));
    }
    return Optional.of(stream.build());
  }

  static void mark(JsonNode body, MessageBody.Content.Builder content) {
    if (isStreamed(body)) {
      content.setSubType(SUB_TYPE);
    }
  }

  private static boolean isStreamed(JsonNode body) {
    return body.path("subType").asString("").equals(STREAMED);
  }

  /// The body of a message that is fetched back. SDKs take a whole text from there; the first chunk
  /// of a stream that goes on is a plain text to them.
  public static MessageBody.Builder fetched(MessageBody.Builder body) {
    if (!body.hasStream()) {
      return body;
    }
    if (body.getStream().getStreamStatus() == START) {
      return plain(body);
    }
    body.getStreamBuilder().setStreamStatus(FULL);
    return body;
  }

  /// The body without its stream: an edit is no chunk.
  public static MessageBody.Builder plain(MessageBody.Builder body) {
    if (body.hasStream()) {
      body.clearStream();
      body.getContentsBuilder(0).clearSubType();
    }
    return body;
  }
}
