package dev.weft.web.client;

import dev.weft.app.UserId;
import dev.weft.chat.User;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.user.UserLinkStore.Link;
import dev.weft.sync.ContactRequests;
import dev.weft.sync.ContactRequests.Asked;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.vendor.UserJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Contacts of users, for their clients and for app servers.
public final class ContactRequestRoutes {

  private static final Rate RATE = Rate.of("users");
  private static final int MAX_ASKED = 20;
  private static final int MAX_REMARK = 100;

  private final ContactRequests contacts;

  public ContactRequestRoutes(ContactRequests contacts) {
    this.contacts = contacts;
  }

  public void addTo(Routes routes) {
    String one = "/users/{}/contacts/users/{}";
    routes
        .add("GET", "/users/{}/contacts/users", Access.MEMBER, RATE, this::list)
        .add("POST", one, Access.APP, RATE, this::add)
        .add("DELETE", one, Access.MEMBER, RATE, this::remove)
        .add("PUT", one, Access.MEMBER, RATE, this::remark)
        .add("PUT", "/user/{}/contacts/users/{}", Access.MEMBER, RATE, this::remark)
        .add("POST", "/users/{}/contacts/apply", Access.MEMBER, RATE, this::apply)
        .add("POST", "/users/{}/contacts/accept/users/{}", Access.MEMBER, RATE, this::accept)
        .add("POST", "/users/{}/contacts/decline/users/{}", Access.MEMBER, RATE, this::decline);
  }

  private Answer list(Call call) {
    List<Link> found = contacts.list(call.app(), self(call));
    List<Map<String, String>> entities =
        call.query().text("needReturnRemark").filter("true"::equals).isEmpty()
            ? List.of()
            : found.stream()
                .map(link -> Map.of("username", link.other().value(), "remark", link.remark()))
                .toList();
    return Envelope.of(call)
        .with("entities", entities)
        .with("data", found.stream().map(link -> link.other().value()).toList())
        .with("count", found.size())
        .answer();
  }

  private Answer add(Call call) {
    return entity(call, contacts.add(call.app(), self(call), other(call)));
  }

  private Answer remove(Call call) {
    return entity(
        call, contacts.remove(call.app(), self(call), other(call), ClientCall.resource(call)));
  }

  private static Answer entity(Call call, User user) {
    return Envelope.entities(call, List.of(UserJson.of(user)));
  }

  private Answer remark(Call call) {
    String remark =
        call.json()
            .text("remark")
            .orElseThrow(() -> Errors.illegalArgument("remark must be provided."));
    if (remark.length() > MAX_REMARK) {
      throw Errors.illegalArgument("remark is longer than " + MAX_REMARK);
    }
    if (!contacts.remark(call.app(), self(call), other(call), remark)) {
      throw Errors.illegalArgument(
          "updateRemark | they are not friends, please add as a friend first.");
    }
    return Envelope.of(call)
        .with("entities", List.of())
        .with("data", Map.of("remark", remark))
        .with("status", "ok")
        .answer();
  }

  private Answer apply(Call call) {
    JsonBody body = call.json();
    List<UserId> others =
        body.users("usernames")
            .filter(names -> !names.isEmpty())
            .orElseThrow(() -> Errors.illegalArgument("usernames must be provided."));
    if (others.size() > MAX_ASKED) {
      throw Errors.illegalArgument("usernames size is more than max limit : " + MAX_ASKED);
    }
    Asked asked = contacts.apply(call.app(), self(call), others, body.text("reason").orElse(""));
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("successUsers", names(asked.asked()));
    data.put("notExistUsers", names(asked.unknown()));
    data.put("applyYourselfUsers", names(asked.self()));
    return Envelope.groupData(call, data);
  }

  private static List<String> names(List<UserId> users) {
    return users.stream().map(UserId::value).toList();
  }

  private Answer accept(Call call) {
    contacts.accept(call.app(), self(call), other(call));
    return Envelope.groupData(call, Map.of("result", "ok"));
  }

  private Answer decline(Call call) {
    contacts.decline(call.app(), self(call), other(call));
    return Envelope.groupData(call, Map.of("result", "ok"));
  }

  /// Whose contacts they are; a member has only his own.
  private static UserId self(Call call) {
    UserId user = UserId.of(call.parameter(0));
    Permissions.requireSelf(call.actor(), user);
    return user;
  }

  private static UserId other(Call call) {
    return UserId.of(call.parameter(1));
  }
}
