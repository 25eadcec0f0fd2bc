package dev.weft.web.vendor;

import dev.weft.app.UserId;
import dev.weft.chat.User;
import dev.weft.chat.user.Contacts;
import dev.weft.chat.user.UserLinkStore.Kind;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import java.util.List;

/// Contacts and block lists of users over REST: the official v1 SDK asks for them.
public final class ContactRoutes {

  private static final int MAX_BATCH = 60;

  private final Contacts contacts;

  public ContactRoutes(Contacts contacts) {
    this.contacts = contacts;
  }

  public void addTo(Routes routes) {
    Rate rate = UserRoutes.RATE;
    routes
        .add("GET", "/users/{}/contacts/users", rate, call -> list(call, Kind.CONTACT))
        .add("POST", "/users/{}/contacts/users/{}", rate, this::add)
        .add("DELETE", "/users/{}/contacts/users/{}", rate, this::remove)
        .add("GET", "/users/{}/blocks/users", rate, call -> list(call, Kind.BLOCKED))
        .add("POST", "/users/{}/blocks/users", rate, this::block)
        .add("DELETE", "/users/{}/blocks/users/{}", rate, this::unblock);
  }

  private Answer list(Call call, Kind kind) {
    List<String> names =
        contacts.list(call.app(), user(call), kind).stream().map(UserId::value).toList();
    return Envelope.of(call)
        .with("entities", List.of())
        .with("data", names)
        .with("count", names.size())
        .answer();
  }

  private Answer add(Call call) {
    return entity(call, contacts.add(call.app(), user(call), other(call)));
  }

  private Answer remove(Call call) {
    return entity(call, contacts.remove(call.app(), user(call), other(call)));
  }

  private Answer block(Call call) {
    List<UserId> others =
        Names.users(call.json(), MAX_BATCH, "usernames size is more than max limit : ");
    contacts.block(call.app(), user(call), others);
    return Envelope.groupData(call, others.stream().map(UserId::value).toList());
  }

  private Answer unblock(Call call) {
    return entity(call, contacts.unblock(call.app(), user(call), other(call)));
  }

  private static Answer entity(Call call, User user) {
    return Envelope.entities(call, List.of(UserJson.of(user)));
  }

  private static UserId user(Call call) {
    return UserId.of(call.parameter(0));
  }

  private static UserId other(Call call) {
    return UserId.of(call.parameter(1));
  }
}
