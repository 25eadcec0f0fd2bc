package dev.weft.web.account;

import dev.weft.app.UserId;
import dev.weft.chat.Page;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.user.Contacts;
import dev.weft.chat.user.UserLinkStore.Kind;
import dev.weft.chat.user.UserLinkStore.Link;
import dev.weft.sync.ContactRequests;
import dev.weft.sync.ContactRequests.Imported;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Cursor;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.UnkeyedHandler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Contacts and block lists in bulk: checked, paged, imported, ended (VENDOR-2026, section 2.2).
public final class ContactListRoutes {

  private static final Rate RATE = Rate.of("users");
  private static final int DEFAULT_PAGE = 10;
  private static final int MAX_PAGE = 50;
  private static final int MAX_CHECKED = 100;
  private static final int MAX_IMPORTED = 10;

  private final Contacts lists;
  private final ContactRequests contacts;

  public ContactListRoutes(Contacts lists, ContactRequests contacts) {
    this.lists = lists;
    this.contacts = contacts;
  }

  public void addTo(Routes routes) {
    routes
        .add("GET", "/user/{}/contacts", Access.MEMBER, RATE, this::page)
        .add("GET", "/users/{}/contacts", Access.MEMBER, RATE, this::page)
        .add("DELETE", "/contacts/users/{}", RATE, this::removeAll)
        .add("POST", "/users/{}/contacts/import", RATE, this::bring)
        .add(
            "POST",
            "/contacts/check",
            RATE,
            (UnkeyedHandler) call -> check(call, Kind.CONTACT, "friend", "not_friend"))
        .add(
            "POST",
            "/blocks/check",
            RATE,
            (UnkeyedHandler) call -> check(call, Kind.BLOCKED, "blacklist", "not_blacklist"));
  }

  private Answer page(Call call) {
    UserId user = UserId.of(call.parameter(0));
    Permissions.requireSelf(call.actor(), user);
    if (call.query().number("limit").filter(limit -> limit > MAX_PAGE).isPresent()) {
      throw Errors.illegalArgument("getContacts | page size more than max limit : " + MAX_PAGE);
    }
    int limit = call.query().pageSize("limit", DEFAULT_PAGE, MAX_PAGE);
    Page<Link> found = contacts.page(call.app(), user, limit, Cursor.decode(call.query()));
    boolean remarked = call.query().text("needReturnRemark").filter("true"::equals).isPresent();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("contacts", found.items().stream().map(link -> contact(link, remarked)).toList());
    Envelope envelope =
        Envelope.of(call)
            .with("entities", List.of())
            .with("data", data)
            .with("count", found.items().size());
    @Nullable String cursor = Cursor.encode(found.next());
    return (cursor == null ? envelope : envelope.with("cursor", cursor)).answer();
  }

  private static Map<String, @Nullable Object> contact(Link link, boolean remarked) {
    Map<String, @Nullable Object> contact = new LinkedHashMap<>();
    if (remarked) {
      contact.put("remark", link.remark().isEmpty() ? null : link.remark());
    }
    contact.put("username", link.other().value());
    return contact;
  }

  private Answer removeAll(Call call) {
    contacts.removeAll(call.app(), UserId.of(call.parameter(0)));
    return Envelope.entities(call, List.of());
  }

  private Answer bring(Call call) {
    List<UserId> others =
        call.json()
            .users("usernames")
            .filter(names -> !names.isEmpty())
            .orElseThrow(() -> Errors.illegalArgument("usernames must be provided."));
    if (others.size() > MAX_IMPORTED) {
      throw Errors.illegalArgument("request user over flow limit:" + MAX_IMPORTED + ".");
    }
    UserId user = UserId.of(call.parameter(0));
    boolean told = call.query().text("isSendNotice").filter("true"::equals).isPresent();
    Imported imported = contacts.bring(call.app(), user, others, told);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("success", names(imported.added()));
    data.put("NotExistFailed", names(imported.unknown()));
    data.put("maxLimitFailed", List.of());
    data.put("UnKnowFailed", names(others.stream().filter(user::equals).toList()));
    return Envelope.of(call).with("status", "ok").with("data", data).answer();
  }

  private static List<String> names(List<UserId> users) {
    return users.stream().map(UserId::value).toList();
  }

  private Answer check(Call call, Kind kind, String yes, String no) {
    JsonBody body = call.json();
    UserId user =
        body.id("username")
            .filter(name -> !name.isBlank())
            .map(UserId::of)
            .orElseThrow(() -> Errors.illegalArgument("username cannot be blank"));
    List<UserId> others = body.users("check_list").orElse(List.of());
    if (others.isEmpty() || others.size() > MAX_CHECKED) {
      throw Errors.illegalArgument("check_list size must be between 1 and " + MAX_CHECKED);
    }
    Set<UserId> found = lists.among(call.app(), user, kind, others);
    return Envelope.entities(
        call,
        others.stream().map(other -> relation(other, found.contains(other) ? yes : no)).toList());
  }

  private static Map<String, String> relation(UserId user, String relation) {
    Map<String, String> json = new LinkedHashMap<>();
    json.put("username", user.value());
    json.put("relation", relation);
    return json;
  }
}
