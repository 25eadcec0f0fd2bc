package dev.weft.web.vendor;

import dev.weft.app.UserId;
import dev.weft.chat.MessageId;
import dev.weft.chat.Page;
import dev.weft.chat.User;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.user.LiveDevices;
import dev.weft.chat.user.Users;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Cursor;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.UnkeyedHandler;
import dev.weft.web.api.VendorException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Users over REST, once they are registered (REST contract, section 3).
public final class UserRoutes {

  /// The vendor counts all calls about users together.
  static final Rate RATE = Rate.of("users");

  private static final Rate DELETE_RATE = Rate.of("users-delete", 30);
  private static final Rate BATCH_STATUS_RATE = Rate.of("users-batch-status", 50);

  private static final int DEFAULT_PAGE = 10;
  private static final int MAX_PAGE = 100;
  private static final int MAX_STATUS_BATCH = 100;

  private final Users users;
  private final LiveDevices devices;

  public UserRoutes(Users users, LiveDevices devices) {
    this.users = users;
    this.devices = devices;
  }

  public void addTo(Routes routes) {
    routes
        .add("GET", "/users", RATE, this::list)
        .add("GET", "/users/{}", RATE, this::get)
        .add("DELETE", "/users/{}", RATE, this::delete)
        .add("DELETE", "/users", DELETE_RATE, this::deletePage)
        .add("PUT", "/users/{}/password", RATE, (UnkeyedHandler) this::changePassword)
        .add("POST", "/users/{}/password", RATE, (UnkeyedHandler) this::changePassword)
        .add("POST", "/users/{}/deactivate", RATE, this::deactivate)
        .add("POST", "/users/{}/activate", RATE, this::activate)
        .add("GET", "/users/{}/disconnect", RATE, this::disconnect)
        .add("DELETE", "/users/{}/disconnect/{}", RATE, this::disconnectDevice)
        .add("GET", "/users/{}/disconnect/{}", RATE, this::disconnectDevice)
        .add("GET", "/users/{}/resources", Access.MEMBER, RATE, this::devices)
        .add("GET", "/users/{}/offline_msg_count", RATE, this::offlineCount)
        .add("GET", "/users/{}/offline_msg_status/{}", RATE, this::offlineStatus)
        .add("GET", "/users/{}/status", RATE, this::status)
        .add("POST", "/users/batch/status", BATCH_STATUS_RATE, (UnkeyedHandler) this::batchStatus);
  }

  private Answer list(Call call) {
    int limit = call.query().pageSize("limit", DEFAULT_PAGE, MAX_PAGE);
    return page(call, users.list(call.app(), limit, Cursor.decode(call.query())));
  }

  /// Deletes the users of one page of the list, each for itself.
  private Answer deletePage(Call call) {
    int limit = call.query().pageSize("limit", DEFAULT_PAGE, MAX_PAGE);
    Page<User> page = users.list(call.app(), limit, Cursor.decode(call.query()));
    page.items().forEach(user -> users.delete(call.app(), call.actor(), user.id()));
    return page(call, page);
  }

  private static Answer page(Call call, Page<User> page) {
    Envelope envelope =
        users(call)
            .with("params", call.query().params())
            .with("entities", page.items().stream().map(UserJson::of).toList())
            .with("count", page.items().size());
    @Nullable String cursor = Cursor.encode(page.next());
    return (cursor == null ? envelope : envelope.with("cursor", cursor)).answer();
  }

  private Answer get(Call call) {
    User user = found(users.find(call.app(), name(call)));
    return users(call).with("entities", List.of(UserJson.of(user))).with("count", 1).answer();
  }

  private Answer delete(Call call) {
    User user =
        users
            .delete(call.app(), call.actor(), name(call))
            .orElseThrow(
                () ->
                    new VendorException(
                        400,
                        "management",
                        "org.apache.usergrid.management.exceptions.ManagementException",
                        "User with id null does not exist in app " + call.app().uuid()));
    return users(call).with("entities", List.of(UserJson.of(user))).answer();
  }

  private Answer changePassword(Call call) {
    String password =
        RegistrationRoute.password(call.json(), "newpassword", "newpassword is required");
    if (users.changePassword(call.app(), name(call), password).isEmpty()) {
      throw entityNotFound();
    }
    return users(call).with("action", "set user password").answer();
  }

  private Answer deactivate(Call call) {
    return changed(call, "Deactivate user", users.setActivated(call.app(), name(call), false));
  }

  private Answer activate(Call call) {
    return changed(call, "activate user", users.setActivated(call.app(), name(call), true));
  }

  private static Answer changed(Call call, String action, Optional<User> user) {
    return users(call)
        .with("action", action)
        .with("entities", List.of(UserJson.of(found(user))))
        .answer();
  }

  private Answer disconnect(Call call) {
    found(users.signOut(call.app(), name(call)));
    return users(call).with("data", Map.of("result", true)).answer();
  }

  /// Puts one device out. It may come back with the token it has.
  private Answer disconnectDevice(Call call) {
    found(users.find(call.app(), name(call)));
    devices.disconnect(call.app(), name(call), call.parameter(1));
    return users(call).with("data", Map.of("result", true)).answer();
  }

  private Answer devices(Call call) {
    Permissions.requireSelf(call.actor(), name(call));
    found(users.find(call.app(), name(call)));
    List<Map<String, String>> live =
        devices.live(call.app().id(), name(call)).stream()
            .map(
                device ->
                    Map.of(
                        "res",
                        device.resource(),
                        "device_uuid",
                        device.uuid(),
                        "device_name",
                        device.name()))
            .toList();
    return users(call).with("data", live).answer();
  }

  private String status(Call call, String name) {
    return devices.live(call.app().id(), UserId.of(name)).isEmpty() ? "offline" : "online";
  }

  private Answer offlineCount(Call call) {
    found(users.find(call.app(), name(call)));
    int waiting = devices.waiting(call.app().id(), name(call));
    return users(call).with("data", Map.of(call.parameter(0), waiting)).answer();
  }

  private Answer offlineStatus(Call call) {
    found(users.find(call.app(), name(call)));
    boolean delivered =
        MessageId.parse(call.parameter(1))
            .filter(message -> devices.isDelivered(call.app(), name(call), message))
            .isPresent();
    return users(call)
        .with("data", Map.of(call.parameter(1), delivered ? "delivered" : "undelivered"))
        .answer();
  }

  private Answer status(Call call) {
    found(users.find(call.app(), name(call)));
    return users(call)
        .with("data", Map.of(call.parameter(0), status(call, call.parameter(0))))
        .answer();
  }

  private Answer batchStatus(Call call) {
    List<String> names =
        call.json()
            .ids("usernames")
            .orElseThrow(() -> Errors.illegalArgument("usernames is required"));
    if (names.size() > MAX_STATUS_BATCH) {
      throw Errors.illegalArgument(
          "request body exceeds maximum limit, maximum limit is " + MAX_STATUS_BATCH);
    }
    return users(call)
        .with("action", "get batch user status")
        .with("data", names.stream().map(name -> Map.of(name, status(call, name))).toList())
        .answer();
  }

  private static UserId name(Call call) {
    return UserId.of(call.parameter(0));
  }

  private static User found(Optional<User> user) {
    return user.orElseThrow(UserRoutes::notFound);
  }

  /// What some endpoints say of a user who is not there; it is always null to them.
  static VendorException entityNotFound() {
    return new VendorException(
        404,
        "entity_not_found",
        "org.apache.usergrid.persistence.exceptions.EntityNotFoundException",
        "User null not found");
  }

  public static VendorException notFound() {
    return new VendorException(
        404, "service_resource_not_found", "UserNotFoundException", "Service resource not found");
  }

  /// The vendor's `path` is that of all users whatever follows; `uri` is the whole one.
  private static Envelope users(Call call) {
    return Envelope.of(call).with("path", "/users");
  }
}
