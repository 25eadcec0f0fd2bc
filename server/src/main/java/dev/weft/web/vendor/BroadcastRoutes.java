package dev.weft.web.vendor;

import dev.weft.app.UserId;
import dev.weft.chat.Content;
import dev.weft.chat.MessageId;
import dev.weft.chat.broadcast.Audience;
import dev.weft.chat.broadcast.Broadcasts;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.limit.CallRates;
import java.time.Duration;
import java.util.Map;

/// Messages to everybody over REST (vendor: the pages `broadcast_to_*`).
public final class BroadcastRoutes {

  private static final Rate USERS = new Rate("broadcast-users", 1, Duration.ofMinutes(30));
  private static final Rate USERS_A_DAY = new Rate("broadcast-users-day", 3, Duration.ofDays(1));
  private static final Rate ONLINE = Rate.of("broadcast-online", 1);
  private static final Rate ONLINE_A_DAY = new Rate("broadcast-online-day", 50, Duration.ofDays(1));
  private static final Rate ROOMS = Rate.perMinute("broadcast-rooms", 10);
  private static final Rate ROOMS_A_DAY = new Rate("broadcast-rooms-day", 100, Duration.ofDays(1));

  private final Broadcasts broadcasts;
  private final CallRates rates;

  public BroadcastRoutes(Broadcasts broadcasts, CallRates rates) {
    this.broadcasts = broadcasts;
    this.rates = rates;
  }

  public void addTo(Routes routes) {
    routes
        .add("POST", "/messages/broadcast", USERS, this::toUsers)
        .add(
            "POST",
            "/messages/users/broadcast",
            ONLINE,
            call ->
                send(call, Audience.ONLINE_USERS, ONLINE_A_DAY, "broadcast message limit exceeded"))
        .add(
            "POST",
            "/messages/chatrooms/broadcast",
            ROOMS,
            call -> send(call, Audience.ROOMS, ROOMS_A_DAY, "chatroom broadcast limit exceeded"));
  }

  private Answer toUsers(Call call) {
    String target = call.json().text("target_type").orElse("");
    if (target.isEmpty()) {
      throw Errors.illegalArgument("target_type must be provided");
    }
    if (!target.equals("users")) {
      throw Errors.illegalArgument("target_type can only be 'users'");
    }
    return send(call, Audience.USERS, USERS_A_DAY, "broadcast message limit exceeded");
  }

  private Answer send(Call call, Audience audience, Rate daily, String tooMany) {
    JsonBody body = call.json();
    UserId from = body.id("from").map(UserId::new).orElseGet(call.actor()::user);
    if (from.value().isEmpty()) {
      throw Errors.illegalArgument("from can't be empty");
    }
    if (body.has("ext") && !body.fields().get("ext").isObject()) {
      throw Errors.illegalArgument("ext must be JSONObject");
    }
    Content content = SendRoutes.contentAsBefore(body);
    if (!rates.allows(call.app().id(), daily, 1)) {
      throw Errors.forbidden("forbidden_op", tooMany);
    }
    MessageId id = broadcasts.send(call.app(), call.actor(), audience, from, content);
    return Envelope.data(call, Map.of("id", id.value()));
  }
}
