package dev.weft.web.vendor;

import dev.weft.app.UserId;
import dev.weft.chat.Content;
import dev.weft.chat.GroupId;
import dev.weft.chat.MessageId;
import dev.weft.chat.MessageType;
import dev.weft.chat.file.Attachment;
import dev.weft.chat.message.MessageImports;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.StagedHandler;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// Moving in messages that were sent elsewhere (REST contract, section 5.5). They give no
/// callbacks.
public final class ImportRoutes {

  /// The vendor's smallest `msg_timestamp`, in milliseconds since 1970.
  private static final long EARLIEST = 1_000;

  private static final Rate RATE = Rate.of("message-import");

  /// What has a file.
  private static final Set<MessageType> WITH_FILE =
      EnumSet.of(MessageType.IMG, MessageType.AUDIO, MessageType.VIDEO, MessageType.FILE);

  private final MessageImports imports;
  private final Attachment.Source files;

  /// @param files gets the files that are to be kept here
  public ImportRoutes(MessageImports imports, Attachment.Source files) {
    this.imports = imports;
    this.files = files;
  }

  public void addTo(Routes routes) {
    routes
        .add("POST", "/messages/users/import", RATE, new StagedHandler(this::toUser))
        .add("POST", "/messages/chatgroups/import", RATE, new StagedHandler(this::toGroup));
  }

  private Supplier<Answer> toUser(Call call) {
    JsonBody body = call.json();
    UserId from = from(body);
    UserId to = UserId.of(target(body));
    Optional<Instant> sent = sent(body);
    boolean read = body.flag("is_ack_read").orElse(false);
    Content content = content(call, body);
    return () ->
        answer(call, imports.toUser(call.app(), call.actor(), from, to, content, sent, read));
  }

  private Supplier<Answer> toGroup(Call call) {
    JsonBody body = call.json();
    UserId from = from(body);
    GroupId group = GroupIds.parse(call, target(body));
    Optional<Instant> sent = sent(body);
    Content content = content(call, body);
    return () ->
        answer(call, imports.toGroup(call.app(), call.actor(), from, group, content, sent));
  }

  /// What the message says. With `need_download` its file is copied here first, which may take
  /// long, and the message points at the copy.
  private Content content(Call call, JsonBody body) {
    Content content = content(body);
    if (!body.flag("need_download").orElse(false) || !WITH_FILE.contains(content.type())) {
      return content;
    }
    ObjectNode file = fileOf(body);
    Attachment kept =
        files.get(
            call.app(),
            file.path("url").asString(""),
            Optional.of(file.path("secret").asString("")).filter(secret -> !secret.isEmpty()),
            file.path("filename").asString(""));
    file.put("url", call.baseUrl() + "/chatfiles/" + kept.id());
    file.put("file_length", kept.bytes());
    file.remove("secret");
    kept.secret().ifPresent(secret -> file.put("secret", secret));
    return content(body);
  }

  /// The object of a request that says where the file is.
  private static ObjectNode fileOf(JsonBody body) {
    return body.object(isAsBefore(body) ? "msg" : "body").orElseThrow(Errors::invalidBody).fields();
  }

  private static boolean isAsBefore(JsonBody body) {
    return !body.has("body") && body.has("msg");
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
    if (isAsBefore(body)) {
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
