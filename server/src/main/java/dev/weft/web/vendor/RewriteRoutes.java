package dev.weft.web.vendor;

import dev.weft.app.UserId;
import dev.weft.chat.MessageType;
import dev.weft.chat.Source;
import dev.weft.chat.message.Messages;
import dev.weft.chat.message.Messages.Modification;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.Json;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.RefusalErrors;
import dev.weft.web.api.Routes;
import dev.weft.web.api.VendorException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Modifying messages over REST (REST contract, section 5.4).
public final class RewriteRoutes {

  private final Messages chat;

  public RewriteRoutes(Messages chat) {
    this.chat = chat;
  }

  public void addTo(Routes routes) {
    routes.add("PUT", "/messages/rewrite/{}", Rate.of("rewrite"), this::rewrite);
  }

  private Answer rewrite(Call call) {
    String id = call.parameter(0);
    if (!MessageIds.isNumber(id)) {
      throw new VendorException(
          400,
          "InvalidMessageIdException",
          "InvalidMessageIdException",
          "The provided message ID is not a valid number.");
    }
    JsonBody body = call.json();
    JsonBody newMessage =
        body.object("new_msg").orElseThrow(() -> Errors.illegalArgument("new_msg is required"));
    MessageType type =
        newMessage
            .text("type")
            .flatMap(MessageType::of)
            .filter(known -> known != MessageType.CMD)
            .orElseThrow(RewriteRoutes::unsupported);
    Optional<UserId> operator = body.id("user").filter(text -> !text.isEmpty()).map(UserId::new);
    Optional<String> ext = body.object("new_ext").map(JsonBody::fields).map(RewriteRoutes::text);
    boolean combine = body.flag("is_combine_ext").orElse(true);
    String changes = MessageBodies.changes(type, newMessage);
    if (bytes(changes) + bytes(ext.orElse("")) > MessageBodies.MAX_BYTES) {
      throw MessageBodies.sendError("message is too large");
    }
    chat.modify(
        call.app(),
        call.actor(),
        new Modification(MessageIds.parse(id), operator, type, changes, ext, combine),
        Source.REST);
    return Envelope.data(call, "success");
  }

  private static VendorException unsupported() {
    return RefusalErrors.of(new dev.weft.chat.Refusal.ModifyTypeUnsupported());
  }

  private static String text(ObjectNode node) {
    return Json.text(node);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
