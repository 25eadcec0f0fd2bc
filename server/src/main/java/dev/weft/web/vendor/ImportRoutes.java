package dev.weft.web.vendor;

import dev.weft.app.UserId;
import dev.weft.chat.Content;
import dev.weft.chat.MessageId;
import dev.weft.chat.message.MessageImports;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Moving in messages that were sent elsewhere (REST contract, section 5.5). They give no
/// callbacks.
public final class ImportRoutes {

  /// The vendor's smallest `msg_timestamp`, in milliseconds since 1970.
  private static final long EARLIEST = 1_000;

  private static final Rate RATE = Rate.of("message-import");

  private final MessageImports imports;

  public ImportRoutes(MessageImports imports) {
    this.imports = imports;
  }

  public void addTo(Routes routes) {
    routes
        .add("POST", "/messages/users/import", RATE, this::toUser)
        .add("POST", "/messages/chatgroups/import", RATE, this::toGroup);
  }

  private Answer toUser(Call call) {
    JsonBody body = call.json();
    UserId to = UserId.of(target(body));
    return answer(
        call, imports.toUser(call.app(), call.actor(), from(body), to, content(body), sent(body)));
  }

  private Answer toGroup(Call call) {
    JsonBody body = call.json();
    return answer(
        call,
        imports.toGroup(
            call.app(),
            call.actor(),
            from(body),
            GroupIds.parse(call, target(body)),
            content(body),
            sent(body)));
  }

  private static Answer answer(Call call, MessageId id) {
    return Envelope.data(call, Map.of("msg_id", id.toString()));
  }

  private static UserId from(JsonBody body) {
    return body.id("from")
        .filter(name -> !name.isEmpty())
        .map(UserId::new)
        .orElseThrow(() -> Errors.illegalArgument("from not allow empty"));
  }

  private static String target(JsonBody body) {
    return body.id("target")
        .filter(name -> !name.isEmpty())
        .orElseThrow(() -> Errors.illegalArgument("target not allow empty"));
  }

  /// The older form, which the official v1 SDK still sends, has the body in `msg` with its type
  /// inside.
  private static Content content(JsonBody body) {
    if (!body.has("body") && body.has("msg")) {
      return SendRoutes.contentAsBefore(body);
    }
    if (body.text("type").filter(type -> !type.isEmpty()).isEmpty()) {
      throw Errors.illegalArgument("type not allow empty");
    }
    if (body.node("body").filter(node -> !node.isEmpty()).isEmpty()) {
      throw Errors.illegalArgument("message body not allow empty");
    }
    return SendRoutes.content(body);
  }

  private static Optional<Instant> sent(JsonBody body) {
    Optional<Long> millis = body.number("msg_timestamp");
    if (millis.filter(value -> value < EARLIEST).isPresent()) {
      throw Errors.illegalArgument("msg_timestamp must not be less than " + EARLIEST);
    }
    return millis.map(Instant::ofEpochMilli);
  }
}
