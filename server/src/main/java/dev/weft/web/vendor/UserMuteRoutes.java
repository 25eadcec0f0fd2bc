package dev.weft.web.vendor;

import dev.weft.app.UserId;
import dev.weft.chat.user.UserMute;
import dev.weft.chat.user.UserMutes;
import dev.weft.chat.user.UserMutes.Change;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Routes;
import dev.weft.web.api.VendorException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Mutes of users in the whole app over REST (REST contract, section 3).
public final class UserMuteRoutes {

  private static final int DEFAULT_PAGE = 10;
  private static final int MAX_PAGE = 50;

  /// A mute of more than a hundred years is one for ever.
  private static final long MAX_SECONDS = Duration.ofDays(36_500).toSeconds();

  private static final int FOR_EVER = -1;

  private final UserMutes mutes;

  public UserMuteRoutes(UserMutes mutes) {
    this.mutes = mutes;
  }

  public void addTo(Routes routes) {
    routes
        .add("POST", "/mutes", UserRoutes.RATE, this::mute)
        .add("GET", "/mutes", UserRoutes.RATE, this::list)
        .add("GET", "/mutes/{}", UserRoutes.RATE, this::get);
  }

  private Answer mute(Call call) {
    JsonBody body = call.json();
    String name =
        body.id("username")
            .filter(text -> !text.isEmpty())
            .orElseThrow(
                () ->
                    new VendorException(
                        400,
                        "required_property_not_found",
                        "org.apache.usergrid.persistence.exceptions."
                            + "RequiredPropertyNotFoundException",
                        "Entity user requires a property named username"));
    mutes.mute(
        call.app(),
        UserId.of(name),
        new Change(
            body.number("chat").map(UserMuteRoutes::duration),
            body.number("groupchat").map(UserMuteRoutes::duration),
            body.number("chatroom").map(UserMuteRoutes::duration)));
    return Envelope.data(call, Map.of("result", "ok"));
  }

  private static Duration duration(long seconds) {
    if (seconds < FOR_EVER) {
      throw Errors.illegalArgument("a mute must not be shorter than " + FOR_EVER);
    }
    return seconds == FOR_EVER || seconds > MAX_SECONDS
        ? Change.FOR_EVER
        : Duration.ofSeconds(seconds);
  }

  private Answer get(Call call) {
    UserMute mute = mutes.of(call.app(), UserId.of(call.parameter(0)));
    Instant now = Instant.ofEpochMilli(call.started());
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("userid", call.app().key() + "_" + mute.user());
    left(data, mute, now);
    data.put("unixtime", now.getEpochSecond());
    return Envelope.data(call, data);
  }

  private Answer list(Call call) {
    int size = call.query().pageSize("pageSize", DEFAULT_PAGE, MAX_PAGE);
    int page = call.query().number("pageNum").orElse(1);
    Instant now = Instant.ofEpochMilli(call.started());
    List<Map<String, Object>> shown =
        mutes.list(call.app(), Names.offset(page - 1, size), size).stream()
            .map(
                mute -> {
                  Map<String, Object> json = new LinkedHashMap<>();
                  json.put("username", mute.user().value());
                  left(json, mute, now);
                  return json;
                })
            .toList();
    return Envelope.data(call, Map.of("data", shown, "unixtime", now.getEpochSecond()));
  }

  /// How many seconds are left of each.
  private static void left(Map<String, Object> json, UserMute mute, Instant now) {
    json.put("chat", left(mute.chat(), now));
    json.put("groupchat", left(mute.group(), now));
    json.put("chatroom", left(mute.room(), now));
  }

  private static long left(Instant until, Instant now) {
    if (until.equals(UserMute.NEVER)) {
      return FOR_EVER;
    }
    return Math.max(0, Duration.between(now, until).toSeconds());
  }
}
