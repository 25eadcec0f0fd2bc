package dev.weft.web.vendor;

import dev.weft.chat.User;
import java.util.LinkedHashMap;
import java.util.Map;

/// A user as the vendor shows it.
public final class UserJson {

  private UserJson() {}

  public static Map<String, Object> of(User user) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("uuid", user.uuid().toString());
    json.put("type", "user");
    json.put("created", user.created().toEpochMilli());
    json.put("modified", user.modified().toEpochMilli());
    json.put("username", user.id().value());
    json.put("activated", user.activated());
    if (user.nickname() != null) {
      json.put("nickname", user.nickname());
    }
    return json;
  }
}
