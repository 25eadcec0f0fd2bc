package dev.weft.e2e;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One call of each kind that clients make, for the walk through the document.
final class ClientCalls {

  /// @param body null for none
  record Step(String method, String path, @Nullable String body) {}

  private final List<Step> steps = new ArrayList<>();

  private ClientCalls() {}

  /// @param group of `user1` and `user2`
  /// @param message in the group
  static List<Step> all(String group, String message) {
    ClientCalls calls = new ClientCalls();
    calls.lists(group, message);
    calls.history(group, message);
    calls.settings(group);
    calls.contacts();
    calls.attributes(group);
    calls.reactions(group, message);
    calls.account();
    calls.presences(group);
    calls.add("GET", "/sdk/users/user1/token/expires", null);
    calls.add("GET", "/chatgroups/" + group + "/acks/" + message + "?limit=500", null);
    return calls.steps;
  }

  private void lists(String group, String message) {
    String target = "{\"type\":\"groupChat\",\"to\":\"" + group + "\"}";
    add("GET", "/users/user1/user_channels", null);
    add("GET", "/users/user1/user_channels/page?pageNum=1&pageSize=20", null);
    add("GET", "/sdk/user/user1/user_channels/list?limit=50&cursor=&need_mark=true", null);
    add("POST", "/sdk/user/user1/user_channel/top?resource=r", target);
    add("DELETE", "/sdk/user/user1/user_channel/top?type=groupChat&to=" + group, null);
    String marks = "{\"mark\":\"mark_1\",\"targets\":[" + target + "]}";
    add("POST", "/sdk/user/user1/user_channels/mark?resource=r", marks);
    add("GET", "/sdk/user/user1/user_channels/mark/search?mark=mark_1&limit=10", null);
    add("DELETE", "/sdk/user/user1/user_channels/mark?resource=r", marks);
    String pin =
        "{\"to\":\"%s\",\"type\":\"groupchat\",\"pin_msg_id\":\"%s\"}".formatted(group, message);
    String pins = "/sdk/user/user1/user_channel/pin";
    add("POST", pins + "?resource=r", pin);
    add("GET", pins + "?to=" + group + "&type=groupchat&limit=10&cursor=", null);
    add("DELETE", pins + "?resource=r", pin);
    String remove =
        "{\"channel\":\"%s\",\"type\":\"groupchat\",\"delete_roam\":false}".formatted(group);
    add("DELETE", "/user/user2/user_channel?resource=r", remove);
    add("DELETE", "/users/user2/user_channel", remove);
  }

  private void history(String group, String message) {
    add(
        "POST",
        "/users/user1/messageroaming",
        """
        {"queue":"%s@conference.easemob.com","start":-1,"end":-1,"pull_number":25,
         "is_positive":false,"msgType":"","startTime":null,"endTime":null,"userId":null}
        """
            .formatted(group));
    for (String root : List.of("/sdk/message/roaming", "/rest/message/roaming")) {
      String chat = root + "/chat/user/user2";
      String inGroup = root + "/group/user/user2";
      add("DELETE", chat + "?userId=user1&msgIdList=" + message, null);
      add("DELETE", inGroup + "?groupId=" + group + "&msgIdList=" + message, null);
      add("DELETE", chat + "/time?userId=user1&delTime=1659014868000", null);
      add("DELETE", inGroup + "/time?groupId=" + group + "&delTime=1659014868000", null);
      add("POST", root + "/user/user2/delete/all", null);
    }
  }

  private void settings(String group) {
    String settings = "/users/user1/notification/";
    add("PUT", settings + "user/user1?resource=r", "{\"ignoreInterval\":\"21:30-8:00\"}");
    add("PUT", settings + "chatgroup/" + group + "?resource=r", "{\"type\":\"AT\"}");
    add("GET", settings + "user/user1", null);
    add("GET", settings + "chatgroup/" + group, null);
    add("GET", "/users/user1/notification?user=user2&group=" + group, null);
    add("GET", "/users/user1/notification/mute/type?limit=10", null);
  }

  private void contacts() {
    String contacts = "/users/user1/contacts";
    add(
        "POST",
        "/users/user2/contacts/apply?resource=r",
        "{\"usernames\":[\"user1\"],\"reason\":\"hi\"}");
    add("POST", contacts + "/accept/users/user2?resource=r", null);
    add("GET", contacts + "/users?needReturnRemark=true", null);
    add("PUT", contacts + "/users/user2?resource=r", "{\"remark\":\"Two\"}");
    add("PUT", "/user/user1/contacts/users/user2", "{\"remark\":\"Two\"}");
    add("DELETE", contacts + "/users/user2?resource=r", null);
    add("POST", "/users/user2/contacts/apply", "{\"usernames\":[\"user1\"]}");
    add("POST", contacts + "/decline/users/user2", null);
    add("GET", "/user/user1/roster/metadata/version", null);
  }

  private void attributes(String group) {
    add("GET", "/metadata/user/user1", null);
    add("POST", "/metadata/user/get", "{\"targets\":[\"user1\"],\"properties\":[\"nickname\"]}");
    add("GET", "/metadata/user/capacity", null);
    add("DELETE", "/metadata/user/user1", null);
    String data = "{\"metaData\":{\"k\":\"v\"}}";
    add(
        "PUT",
        "/metadata/chatgroup/" + group + "/users/batch",
        "{\"usernames\":[\"user1\",\"user2\"],\"metaData\":{\"k\":\"v\"}}");
    for (String root : List.of("/metadata/chatgroup/", "/sdk/metadata/chatgroup/")) {
      add("PUT", root + group + "/user/user1", data);
      add("GET", root + group + "/user/user1", null);
      add("POST", root + group + "/get", "{\"targets\":[\"user1\"],\"properties\":[\"k\"]}");
    }
    String cards = "/sdk/chatgroups/" + group + "/nameCard/batch/get";
    add("POST", cards, "{\"members\":[\"user1\"]}");
  }

  private void reactions(String group, String message) {
    String reactions = "/reaction/user/user1";
    add("POST", reactions, "{\"msgId\":\"%s\",\"message\":\"ok\"}".formatted(message));
    add("GET", reactions + "?msgIdList=" + message + "&msgType=groupchat&groupId=" + group, null);
    add("GET", reactions + "/detail?msgId=" + message + "&message=ok&limit=10", null);
    add("DELETE", reactions + "?msgId=" + message + "&message=ok", null);
    String acks = "/chatgroups/" + group + "/acks/";
    add("GET", acks + message, null);
    add("POST", acks + "batch", "{\"messageIds\":[\"%s\"]}".formatted(message));
    add("POST", "/chatgroups/" + group + "/invite", "{\"usernames\":[\"user3\"]}");
  }

  private void account() {
    add("PUT", "/users/user1", "{\"nickname\":\"One\",\"notification_display_style\":1}");
    add("PUT", "/push/nickname", "[{\"username\":\"user1\",\"push_nickname\":\"One\"}]");
    String binding = "/users/user1/push/binding";
    add("PUT", binding, "{\"device_id\":\"d\",\"notifier_name\":\"n\",\"device_token\":\"t\"}");
    add("GET", binding, null);
    add("PUT", "/users/user1/notification/language", "{\"translationLanguage\":\"en\"}");
    add("GET", "/users/user1/notification/language", null);
    add("PUT", "/users/user1/notification/template", "{\"templateName\":\"short\"}");
    add("GET", "/users/user1/notification/template", null);
    String patterns = "\"title_pattern\":\"{0}\",\"content_pattern\":\"{1}\"";
    add("POST", "/notification/template", "{\"name\":\"short\"," + patterns + "}");
    add("PUT", "/notification/template/short", "{" + patterns + "}");
    add("GET", "/notification/template/short", null);
    add("DELETE", "/notification/template/short", null);
    String favorites = "/users/user1/collections";
    String favorite = "{\"id\":\"a1\",\"type\":0,\"data\":\"Tea?\"}";
    add("POST", favorites, favorite);
    add("POST", "/collections", "{\"username\":\"user1\",\"collections\":[" + favorite + "]}");
    add("PUT", favorites + "/a1", "{\"ext\":\"tea\"}");
    add("GET", favorites + "?collection_id=a1&direction=asc&type=0&limit=10", null);
    add("DELETE", favorites, "{\"collection_ids\":[\"a1\"]}");
    add("POST", "/users/user1/contacts/import?isSendNotice=true", "{\"usernames\":[\"user2\"]}");
    add("GET", "/user/user1/contacts?limit=1&needReturnRemark=true", null);
    add("GET", "/users/user1/contacts", null);
    String check = "{\"username\":\"user1\",\"check_list\":[\"user2\"]}";
    add("POST", "/contacts/check", check);
    add("POST", "/blocks/check", check);
    add("DELETE", "/contacts/users/user1", null);
    add(
        "POST",
        "/users/user1/messages/search/get",
        "{\"data\":{\"keyword\":\"Tea\",\"highlightEnable\":true}}");
    String keep = "{\"lifetime\":\"forever\",\"chatfile_ids\":[\"x\"]}";
    add("PUT", "/users/user1/chatfiles/lifetime", keep);
    add("POST", "/users/user1/chatfiles/lifetime", keep);
  }

  private void presences(String group) {
    String presence = "/users/user1/presence";
    add("POST", presence + "/webim/100", "{\"ext\":\"busy\"}");
    add("POST", presence + "/2592000", "{\"usernames\":[\"user2\"]}");
    add("POST", presence, "{\"usernames\":[\"user2\"]}");
    add("GET", presence + "/sublist?pageNum=1&pageSize=20", null);
    add("DELETE", presence, "[\"user2\"]");
    add("GET", "/presence/online/" + group + "/type/1", null);
  }

  private void add(String method, String path, @Nullable String body) {
    steps.add(new Step(method, path, body));
  }
}
