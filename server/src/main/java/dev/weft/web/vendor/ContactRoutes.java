package dev.weft.web.vendor;

import dev.weft.app.UserId;
import dev.weft.chat.Page;
import dev.weft.chat.User;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.user.Contacts;
import dev.weft.chat.user.UserLinkStore.Kind;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Cursor;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Block lists of users over REST.
public final class ContactRoutes {

  private static final int MAX_BATCH = 60;
  private static final int MAX_PAGE = 50;
  private static final int MAX_UNPAGED = 500;

  private final Contacts contacts;

  public ContactRoutes(Contacts contacts) {
    this.contacts = contacts;
  }

  public void addTo(Routes routes) {
    Rate rate = UserRoutes.RATE;
    routes
        .add("GET", "/users/{}/blocks/users", Access.MEMBER, rate, this::blocked)
        .add("POST", "/users/{}/blocks/users", Access.MEMBER, rate, this::block)
        .add("DELETE", "/users/{}/blocks/users/{}", Access.MEMBER, rate, this::unblock)
        .add("POST", "/sdk/user/{}/blocks", Access.MEMBER, rate, this::block)
        .add("DELETE", "/sdk/user/{}/blocks", Access.MEMBER, rate, this::unblockEach);
  }

  /// Newest first: the newest 500, or a page where `pageSize` or `cursor` is given.
  private Answer blocked(Call call) {
    boolean paged =
        call.query().text("pageSize").isPresent() || call.query().text("cursor").isPresent();
    int size = paged ? call.query().pageSize("pageSize", MAX_PAGE, MAX_PAGE) : MAX_UNPAGED;
    @Nullable String after = Cursor.decode(call.query());
    Page<UserId> page = contacts.list(call.app(), user(call), Kind.BLOCKED, size, after);
    Envelope envelope = list(call, page);
    @Nullable String cursor = paged ? Cursor.encode(page.next()) : null;
    return (cursor == null ? envelope : envelope.with("cursor", cursor)).answer();
  }

  private static Envelope list(Call call, Page<UserId> page) {
    List<String> names = page.items().stream().map(UserId::value).toList();
    return Envelope.of(call)
        .with("entities", List.of())
        .with("data", names)
        .with("count", names.size());
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

  /// Who is not on the list is passed over.
  private Answer unblockEach(Call call) {
    List<UserId> others =
        Names.users(call.json(), MAX_BATCH, "usernames size is more than max limit : ");
    others.forEach(other -> contacts.unblock(call.app(), user(call), other));
    return Envelope.groupData(call, others.stream().map(UserId::value).toList());
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
