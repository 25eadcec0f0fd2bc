package dev.weft.web.vendor;

import dev.weft.app.UserId;
import dev.weft.chat.Page;
import dev.weft.chat.User;
import dev.weft.chat.user.Contacts;
import dev.weft.chat.user.UserLinkStore.Kind;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Cursor;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Contacts and block lists of users over REST: the official v1 SDK asks for them.
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
        .add("GET", "/users/{}/contacts/users", rate, this::contacts)
        .add("POST", "/users/{}/contacts/users/{}", rate, this::add)
        .add("DELETE", "/users/{}/contacts/users/{}", rate, this::remove)
        .add("GET", "/users/{}/blocks/users", rate, this::blocked)
        .add("POST", "/users/{}/blocks/users", rate, this::block)
        .add("DELETE", "/users/{}/blocks/users/{}", rate, this::unblock);
  }

  private Answer contacts(Call call) {
    return list(
            call, contacts.list(call.app(), user(call), Kind.CONTACT, Contacts.MAX_LISTED, null))
        .answer();
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
