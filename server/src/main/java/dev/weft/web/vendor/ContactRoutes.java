package dev.weft.web.vendor;

import dev.weft.app.UserId;
import dev.weft.chat.User;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.user.Contacts;
import dev.weft.chat.user.UserLinkStore.Kind;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import java.util.List;

/// Block lists of users over REST.
public final class ContactRoutes {

  private static final int MAX_BATCH = 60;

  private final Contacts contacts;

  public ContactRoutes(Contacts contacts) {
    this.contacts = contacts;
  }

  public void addTo(Routes routes) {
    Rate rate = UserRoutes.RATE;
    routes
        .add("GET", "/users/{}/blocks/users", Access.MEMBER, rate, this::list)
        .add("POST", "/users/{}/blocks/users", Access.MEMBER, rate, this::block)
        .add("DELETE", "/users/{}/blocks/users/{}", Access.MEMBER, rate, this::unblock);
  }

  private Answer list(Call call) {
    List<String> names =
        contacts.list(call.app(), user(call), Kind.BLOCKED).stream().map(UserId::value).toList();
    return Envelope.of(call)
        .with("entities", List.of())
        .with("data", names)
        .with("count", names.size())
        .answer();
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

  /// Whose lists they are; a member has only his own.
  private static UserId user(Call call) {
    UserId user = UserId.of(call.parameter(0));
    Permissions.requireSelf(call.actor(), user);
    return user;
  }

  private static UserId other(Call call) {
    return UserId.of(call.parameter(1));
  }
}
