package dev.weft.web.stream;

import dev.weft.app.UserId;
import dev.weft.chat.Content;
import dev.weft.chat.MessageId;
import dev.weft.chat.Refusal;
import dev.weft.chat.Refusal.StreamReason;
import dev.weft.chat.RefusedException;
import dev.weft.chat.stream.Chunk;
import dev.weft.chat.stream.StreamMessages;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Json;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.RefusalErrors;
import dev.weft.web.api.Routes;
import dev.weft.web.api.VendorException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Stream messages: one message in chunks, each in a call of its own. The first call answers the id
/// that the others repeat.
public final class StreamRoutes {

  private static final int NO_FROM = 14001;
  private static final int NO_TO = 14002;
  private static final int NO_BODY = 14005;
  private static final int BAD_SEQ = 14030;

  /// The longest extension, in bytes of compact JSON: as much as a whole message may have.
  private static final int MAX_EXT = 5 * 1024;

  private static final int MAX_FORMAT = 32;

  private final StreamMessages streams;

  public StreamRoutes(StreamMessages streams) {
    this.streams = streams;
  }

  public void addTo(Routes routes) {
    routes
        .add("POST", "/stream_message/user", Rate.of("stream-user"), call -> send(call, false))
        .add(
            "POST", "/stream_message/chatgroup", Rate.of("stream-group"), call -> send(call, true));
  }

  private Answer send(Call call, boolean toGroup) {
    JsonBody json = call.json();
    UserId from = json.id("from").map(UserId::new).orElseGet(call.actor()::user);
    if (from.value().isEmpty()) {
      throw empty("from", NO_FROM);
    }
    String to = json.id("to").filter(text -> !text.isEmpty()).orElseThrow(() -> empty("to", NO_TO));
    JsonBody body =
        json.node("body").filter(node -> node.isObject() && !node.isEmpty()).isPresent()
            ? json.object("body").orElseThrow()
            : noBody();
    String text = body.text("msg").orElseThrow(() -> empty("body.msg", NO_BODY));
    boolean finish = body.flag("finish").orElse(false);
    Chunk chunk = new Chunk(from, to, seq(body), text, finish, finishReason(body, finish));
    Optional<String> id = body.id("msgId").filter(given -> !given.isEmpty());
    if (id.isPresent()) {
      MessageId known = MessageId.parse(id.get()).orElseThrow(StreamRoutes::unknown);
      streams.goOn(call.app(), call.actor(), known, chunk, toGroup);
      return Envelope.data(call, Map.of());
    }
    if (chunk.seq() > 0) {
      throw unknown();
    }
    String format = body.text("type").filter(type -> !type.isEmpty()).orElse("text");
    if (format.length() > MAX_FORMAT) {
      throw RefusalErrors.stream(NO_BODY, "param body.type is illegal");
    }
    MessageId begun = streams.begin(call.app(), call.actor(), chunk, toGroup, format, ext(json));
    return Envelope.data(call, Map.of("msgId", begun.toString()));
  }

  private static JsonBody noBody() {
    throw empty("body", NO_BODY);
  }

  private static long seq(JsonBody body) {
    return body.node("seq")
        .filter(JsonNode::isIntegralNumber)
        .filter(JsonNode::canConvertToInt)
        .map(JsonNode::longValue)
        .filter(seq -> seq >= 0)
        .orElseThrow(() -> RefusalErrors.stream(BAD_SEQ, "param body.seq is illegal"));
  }

  private static OptionalInt finishReason(JsonBody body, boolean finish) {
    return body.number("finishReason")
        .filter(_ -> finish)
        .map(reason -> OptionalInt.of(Math.clamp(reason, Integer.MIN_VALUE, Integer.MAX_VALUE)))
        .orElseGet(OptionalInt::empty);
  }

  private static String ext(JsonBody json) {
    if (!json.has("ext")) {
      return Content.NO_EXT;
    }
    if (!(json.fields().get("ext") instanceof ObjectNode given)) {
      throw RefusalErrors.send("param ext must be JSONObject");
    }
    String ext = Json.text(given);
    if (ext.getBytes(StandardCharsets.UTF_8).length > MAX_EXT) {
      throw RefusalErrors.send("message is too large");
    }
    return ext;
  }

  private static VendorException empty(String parameter, int code) {
    return RefusalErrors.stream(code, "param " + parameter + " can't be empty");
  }

  private static RefusedException unknown() {
    return new RefusedException(new Refusal.StreamRefused(StreamReason.NOT_FOUND));
  }
}
