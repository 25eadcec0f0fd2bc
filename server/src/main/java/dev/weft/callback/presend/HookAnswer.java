package dev.weft.callback.presend;

import dev.weft.chat.Content;
import dev.weft.chat.MessageType;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a hook has answered (callback contract, 4.3). Pure.
sealed interface HookAnswer {

  /// The longest answer (vendor: 1,000 characters).
  int MAX_CHARS = 1_000;

  /// The largest text with its extension that a hook can write (vendor: 1 KB).
  int MAX_BYTES = 1_024;

  /// What the client is told when the hook says no and not why.
  String NO_CODE = "custom logic denied";

  /// What the client is told when the hook gives an empty reason.
  String EMPTY_CODE = "Message blocked by external logic";

  /// It may be sent as it is.
  record Valid() implements HookAnswer {}

  /// It may be sent with another content.
  record Rewritten(Content content) implements HookAnswer {}

  /// It may not be sent.
  ///
  /// @param code what the client is told
  record Invalid(String code) implements HookAnswer {}

  /// There is no proper answer.
  record Failed(String reason) implements HookAnswer {}

  /// Reads the body of an answer with status 200.
  ///
  /// @param asked the content that the hook was asked about
  static HookAnswer read(String body, Content asked) {
    if (body.length() > MAX_CHARS) {
      return new Failed("the answer has more than " + MAX_CHARS + " characters");
    }
    try {
      return JsonMapper.shared().readTree(body) instanceof ObjectNode answer
          ? read(answer, asked)
          : new Failed("the answer is no JSON object");
    } catch (JacksonException e) {
      return new Failed("the answer is no JSON");
    }
  }

  private static HookAnswer read(ObjectNode answer, Content asked) {
    JsonNode valid = answer.path("valid");
    JsonNode code = answer.path("code");
    if (!valid.isBoolean()) {
      return new Failed("the answer has no truth value \"valid\"");
    }
    if (!code.isMissingNode() && !code.isNull() && !code.isString()) {
      return new Failed("\"code\" is no text");
    }
    if (!valid.booleanValue()) {
      if (!code.isString()) {
        return new Invalid(NO_CODE);
      }
      return new Invalid(code.stringValue().isEmpty() ? EMPTY_CODE : code.stringValue());
    }
    JsonNode payload = answer.path("payload");
    if (payload.isMissingNode() || payload.isNull()) {
      return new Valid();
    }
    return payload instanceof ObjectNode given
        ? rewritten(given, asked)
        : new Failed("\"payload\" is no object");
  }

  /// The text stands in `bodies`, as in the question, or in the payload itself, as in the vendor's
  /// newer samples.
  private static HookAnswer rewritten(ObjectNode payload, Content asked) {
    if (asked.type() != MessageType.TXT) {
      return new Failed("only texts can be rewritten");
    }
    JsonNode text = payload.at("/bodies/0/msg");
    if (text.isMissingNode()) {
      text = payload.path("msg");
    }
    JsonNode ext = payload.path("ext");
    if ((!text.isMissingNode() && !text.isString()) || (!ext.isMissingNode() && !ext.isObject())) {
      return new Failed("\"payload\" has not the form of the question");
    }
    ObjectNode body = (ObjectNode) JsonMapper.shared().readTree(asked.body());
    if (text.isString()) {
      body.put("msg", text.stringValue());
    }
    Content content =
        new Content(
            MessageType.TXT, body.toString(), ext.isObject() ? ext.toString() : asked.ext());
    if (content.equals(asked)) {
      return new Valid();
    }
    return bytes(content) > MAX_BYTES
        ? new Failed("the new text and extension have more than " + MAX_BYTES + " bytes")
        : new Rewritten(content);
  }

  private static int bytes(Content content) {
    return content.body().getBytes(StandardCharsets.UTF_8).length
        + content.ext().getBytes(StandardCharsets.UTF_8).length;
  }
}
