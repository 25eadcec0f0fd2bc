package dev.weft.web.vendor;

import dev.weft.app.UserId;
import dev.weft.chat.User;
import dev.weft.chat.user.Users;
import dev.weft.chat.user.Users.NewUser;
import dev.weft.chat.user.Users.Prepared;
import dev.weft.chat.user.Users.Registration;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Routes;
import dev.weft.web.api.StagedHandler;
import dev.weft.web.api.VendorException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /users`: registers one user, or up to sixty (REST contract, section 3).
public final class RegistrationRoute {

  private static final int MAX_BATCH = 60;
  private static final int MAX_PASSWORD = 64;
  private static final int MAX_NICKNAME = 100;

  private final Users users;

  public RegistrationRoute(Users users) {
    this.users = users;
  }

  public void addTo(Routes routes) {
    routes.add(
        "POST", "/users", Access.REGISTRATION, UserRoutes.RATE, new StagedHandler(this::register));
  }

  /// Passwords are hashed first: that takes long.
  private Supplier<Answer> register(Call call) {
    JsonNode body = call.jsonNode(Errors::invalidBody);
    if (!body.isArray()) {
      Prepared one = users.prepare(call.app(), List.of(wanted(body)));
      return () -> envelope(call, registered(call, one)).answer();
    }
    if (body.size() > MAX_BATCH) {
      throw Errors.illegalArgument(
          "Request body array size[%d] had almost reached or been greater than the upper range"
                  .formatted(body.size())
              + " value["
              + MAX_BATCH
              + "]");
    }
    List<NewUser> wanted = new ArrayList<>();
    body.forEach(user -> wanted.add(wanted(user)));
    return switch (wanted.size()) {
      case 0 -> throw Errors.invalidBody();
      case 1 -> {
        Prepared one = users.prepare(call.app(), wanted);
        yield () -> withFailures(call, registered(call, one), List.of());
      }
      default -> {
        Prepared several = users.prepare(call.app(), eachOnce(wanted));
        yield () -> several(call, several);
      }
    };
  }

  private List<User> registered(Call call, Prepared one) {
    return switch (users.register(call.app(), one).getFirst()) {
      case Registration.Registered(User user) -> List.of(user);
      case Registration.NameTaken(UserId id) -> throw duplicate(call, id);
    };
  }

  private Answer several(Call call, Prepared wanted) {
    List<User> registered = new ArrayList<>();
    List<UserId> taken = new ArrayList<>();
    for (Registration result : users.register(call.app(), wanted)) {
      switch (result) {
        case Registration.Registered(User user) -> registered.add(user);
        case Registration.NameTaken(UserId id) -> taken.add(id);
      }
    }
    return withFailures(call, registered, taken);
  }

  /// The same user may stand in a batch twice, but not with two passwords.
  private static List<NewUser> eachOnce(List<NewUser> wanted) {
    Map<UserId, NewUser> byName = new LinkedHashMap<>();
    for (NewUser user : wanted) {
      @Nullable NewUser before = byName.putIfAbsent(user.id(), user);
      if (before != null && !before.password().equals(user.password())) {
        // The vendor's sentence ends with the passwords. Ours do not leave the server.
        throw duplicate(
            "the same user " + user.id() + " has a different password, the passwords are ***");
      }
    }
    return List.copyOf(byName.values());
  }

  private static Answer withFailures(Call call, List<User> registered, List<UserId> taken) {
    List<Map<String, String>> failures =
        taken.stream()
            .map(
                id ->
                    Map.of(
                        "username",
                        id.value(),
                        "registerUserFailReason",
                        "the " + id + " already exists"))
            .toList();
    return envelope(call, registered).with("data", failures).answer();
  }

  private static Envelope envelope(Call call, List<User> registered) {
    return Envelope.of(call).with("entities", registered.stream().map(UserJson::of).toList());
  }

  private static NewUser wanted(JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      throw Errors.invalidBody();
    }
    JsonBody body = new JsonBody(object, Errors::invalidBody);
    UserId id = name(body.id("username").orElse(""));
    @Nullable String nickname = body.text("nickname").orElse(null);
    if (nickname != null && nickname.codePointCount(0, nickname.length()) > MAX_NICKNAME) {
      throw Errors.illegalArgument("NICKNAME_TOO_LONG");
    }
    String password = password(body, "password", "password or pin must provided");
    return new NewUser(id, password, nickname);
  }

  /// The name of a user to be.
  static UserId name(String name) {
    if (!UserId.isLegal(name)) {
      throw Errors.illegalArgument("username " + name + " is not legal");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > UserId.MAX_BYTES) {
      throw Errors.illegalArgument("USERNAME_TOO_LONG");
    }
    return UserId.of(name);
  }

  /// A password in the body; `missing` is what to say if there is none.
  static String password(JsonBody body, String field, String missing) {
    String password =
        body.id(field)
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> Errors.illegalArgument(missing));
    if (password.codePointCount(0, password.length()) > MAX_PASSWORD) {
      throw Errors.illegalArgument("PASSWORD_TOO_LONG");
    }
    return password;
  }

  private static VendorException duplicate(Call call, UserId id) {
    return duplicate(
        "Application %s Entity user requires that property named username be unique, value of %s"
                .formatted(call.app().uuid(), id)
            + " exists");
  }

  private static VendorException duplicate(String description) {
    return new VendorException(
        400,
        "duplicate_unique_property_exists",
        "org.apache.usergrid.persistence.exceptions.DuplicateUniquePropertyExistsException",
        description);
  }
}
