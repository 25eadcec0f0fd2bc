package dev.weft.web.client;

import dev.weft.app.UserId;
import dev.weft.sync.ConversationRef;
import dev.weft.sync.MessagePins;
import dev.weft.sync.MessagePins.Pinned;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Query;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Messages that are pinned in a conversation.
public final class MessagePinRoutes {

  private static final Rate RATE = Rate.of("message-pins");
  private static final String PATH = "/sdk/user/{}/user_channel/pin";
  private static final int MAX_PAGE = 50;

  private final MessagePins pins;

  public MessagePinRoutes(MessagePins pins) {
    this.pins = pins;
  }

  public void addTo(Routes routes) {
    routes
        .add("GET", PATH, Access.MEMBER, RATE, this::list)
        .add("POST", PATH, Access.MEMBER, RATE, call -> pin(call, true))
        .add("DELETE", PATH, Access.MEMBER, RATE, call -> pin(call, false));
  }

  private Answer list(Call call) {
    UserId user = ClientCall.self(call, 0);
    Query query = call.query();
    int limit = query.pageSize("limit", 10, MAX_PAGE);
    int offset = Math.max(0, query.number("cursor").orElse(0));
    ConversationRef ref =
        ClientCall.conversation(query.text("type").orElse(""), query.text("to").orElse(""));
    List<Pinned> found = pins.list(call.app(), user, ref, offset, limit + 1);
    boolean more = found.size() > limit;
    List<Map<String, Object>> infos =
        found.stream().limit(limit).map(MessagePinRoutes::info).toList();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("msg_infos", infos);
    data.put("cursor", more ? Integer.toString(offset + limit) : "");
    return Envelope.groupData(call, data);
  }

  private static Map<String, Object> info(Pinned pinned) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("pin_msg_id", pinned.message().id().toString());
    info.put("pin_opt_at", pinned.pin().at().toEpochMilli());
    info.put("pin_operator", pinned.pin().operator().value());
    info.put("message", MessageView.ofText(pinned.message()));
    return info;
  }

  private Answer pin(Call call, boolean pinned) {
    UserId user = ClientCall.self(call, 0);
    Query query = call.query();
    @Nullable JsonBody body = call.hasNoBody() ? null : call.json();
    String to = (body == null ? query.text("to") : body.id("to")).orElse("");
    String type = (body == null ? query.text("type") : body.text("type")).orElse("");
    String message =
        (body == null ? query.text("pin_msg_id") : body.id("pin_msg_id"))
            .filter(id -> id.matches("[0-9]{1,19}"))
            .orElseThrow(
                () -> Errors.illegalArgument("param pin_msg_id illegal, please check it!"));
    pins.pin(
        call.app(),
        user,
        ClientCall.conversation(type, to),
        message,
        pinned,
        ClientCall.resource(call));
    return Envelope.groupData(call, Map.of("result", "ok"));
  }
}
