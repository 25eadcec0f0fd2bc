package dev.weft.web.vendor;

import dev.weft.app.Apps;
import dev.weft.app.Bearer;
import dev.weft.app.Credentials;
import dev.weft.app.GuessLimiter;
import dev.weft.app.Tokens;
import dev.weft.app.UserId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.User;
import dev.weft.chat.user.LiveDevices;
import dev.weft.chat.user.Users;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Authenticator;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.UnkeyedHandler;
import dev.weft.web.api.VendorException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `POST /token` (REST contract, section 2). Its answers have no envelope.
public final class TokenRoutes {

  /// The default life of a token. SDKs keep an app token for 12 hours whatever we say, so ours
  /// lives much longer.
  private static final Duration DEFAULT_TTL = Duration.ofDays(60);

  /// Wrong passwords for one user, and from one address, within [#GUESS_WINDOW]. An address may be
  /// that of an app server where many sign in.
  private static final int MAX_GUESSES = 10;

  private static final int MAX_FROM_ADDRESS = 200;
  private static final Duration GUESS_WINDOW = Duration.ofMinutes(1);

  private static final Rate RATE = Rate.of("token", 300);

  private final Apps apps;
  private final Users users;
  private final Tokens tokens;
  private final Authenticator authenticator;
  private final LiveDevices devices;
  private final GuessLimiter guesses;
  private final GuessLimiter addresses;

  public TokenRoutes(
      Apps apps,
      Users users,
      Tokens tokens,
      Authenticator authenticator,
      LiveDevices devices,
      Clock clock) {
    this.apps = apps;
    this.users = users;
    this.tokens = tokens;
    this.authenticator = authenticator;
    this.devices = devices;
    this.guesses = new GuessLimiter(clock, MAX_GUESSES, GUESS_WINDOW);
    this.addresses = new GuessLimiter(clock, MAX_FROM_ADDRESS, GUESS_WINDOW);
  }

  public void addTo(Routes routes) {
    routes
        .add("POST", "/token", Access.OPEN, RATE, (UnkeyedHandler) this::issue)
        .add("GET", "/sdk/users/{}/token/expires", Access.MEMBER, RATE, this::expires);
  }

  /// A client shows its new token: when it ends, and its devices may stay until then.
  private Answer expires(Call call) {
    UserId user = UserId.of(call.parameter(0));
    long expires =
        switch (authenticator.requireBearer(call.bearer(), call.app())) {
          case Bearer.OfUser token when call.actor().user().isSameAs(user) -> {
            devices.renewed(call.app().id(), user, token.expires());
            yield token.expires();
          }
          case Bearer.OfApp token -> token.expires();
          case Bearer.OfUser _,
              Bearer.OfInstallation _,
              Bearer.Expired _,
              Bearer.Corrupt _,
              Bearer.Unknown _ ->
              throw Errors.illegalArgument("the token is not of user " + user);
        };
    return Envelope.of(call).with("expire_timestamp", expires).answer();
  }

  private Answer issue(Call call) {
    JsonBody body = call.json();
    return switch (body.text("grant_type").orElse("")) {
      case "client_credentials" -> forApp(call, body);
      case "password" -> forUser(call, body);
      case "inherit" -> forUserOfApp(call, body);
      case "agora" -> forAgora(call);
      default -> throw invalidGrant("grant_type is not supported");
    };
  }

  private Answer forApp(Call call, JsonBody body) {
    String clientId =
        body.text("client_id")
            .filter(id -> !id.isEmpty())
            .orElseThrow(() -> Errors.illegalArgument("client_id must be provided."));
    String secret =
        body.text("client_secret")
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> Errors.illegalArgument("client_secret must be provided"));
    if (!apps.hasClientId(call.app(), clientId)) {
      throw invalidGrant("client_id does not match");
    }
    if (!apps.accepts(call.app(), new Credentials(clientId, secret))) {
      throw invalidGrant("client_secret does not match");
    }
    Duration ttl = ttl(body);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("access_token", tokens.issueForApp(call.app(), ttl));
    fields.put("expires_in", ttl.toSeconds());
    fields.put("application", call.app().uuid().toString());
    return new Answer.Document(200, fields);
  }

  /// For a user who proves to be one by the password.
  private Answer forUser(Call call, JsonBody body) {
    String name = username(body);
    String password = body.id("password").orElseThrow(() -> invalidGrant("invalid password"));
    UserId user = UserId.of(name);
    List<String> keys = List.of(call.app().id() + " " + user, "from " + call.address());
    if (!addresses.begin(keys.getLast()) || !guesses.begin(keys.getFirst())) {
      throw Errors.callRate();
    }
    User known = users.signIn(call.app(), user, password);
    guesses.succeeded(keys.getFirst());
    addresses.succeeded(keys.getLast());
    return issue(call, body, known);
  }

  /// For who has a token of Agora's realm and an SDK that wants one of ours.
  private Answer forAgora(Call call) {
    Map<String, Object> fields = new LinkedHashMap<>();
    switch (authenticator.requireBearer(call.bearer(), call.app())) {
      case Bearer.OfApp of -> {
        fields.put("access_token", tokens.issueForApp(call.app(), rest(call, of.expires())));
        fields.put("expire_timestamp", of.expires());
      }
      case Bearer.OfUser of -> {
        User user =
            users
                .bearerOf(call.app(), of)
                .orElseThrow(() -> new RefusedException(new Refusal.SignInUnknownUser()));
        String name = user.id().value();
        fields.put(
            "access_token", tokens.issueForUser(call.app().id(), name, rest(call, of.expires())));
        fields.put("expire_timestamp", of.expires());
      }
      case Bearer.OfInstallation _, Bearer.Expired _, Bearer.Corrupt _, Bearer.Unknown _ ->
          throw new IllegalStateException("the authenticator lets through two kinds");
    }
    return new Answer.Document(200, fields);
  }

  private static Duration rest(Call call, long expires) {
    return Duration.ofMillis(Math.max(1, expires - call.started()));
  }

  /// For a user the app server vouches for.
  private Answer forUserOfApp(Call call, JsonBody body) {
    authenticator.requireApp(call.bearer(), call.app());
    String name = username(body);
    User user =
        body.flag("autoCreateUser").orElse(false)
            ? users.findOrRegister(call.app(), RegistrationRoute.name(name))
            : users.find(call.app(), UserId.of(name)).orElseThrow(UserRoutes::entityNotFound);
    if (!user.activated()) {
      throw new RefusedException(new Refusal.SignInDeactivated());
    }
    return issue(call, body, user);
  }

  private static String username(JsonBody body) {
    return body.id("username")
        .filter(name -> !name.isEmpty())
        .orElseThrow(() -> Errors.illegalArgument("username must be provided."));
  }

  private Answer issue(Call call, JsonBody body, User user) {
    Duration ttl = ttl(body);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("access_token", tokens.issueForUser(call.app().id(), user.id().value(), ttl));
    fields.put("expires_in", ttl.toSeconds());
    fields.put("user", UserJson.of(user));
    return new Answer.Document(200, fields);
  }

  /// The asked-for life in seconds; none asked for, the default. 0 is for ever at the vendor, and
  /// the longest life here.
  private static Duration ttl(JsonBody body) {
    long seconds = body.number("ttl").orElse(DEFAULT_TTL.toSeconds());
    if (seconds < 0) {
      throw Errors.illegalArgument("ttl must not be negative");
    }
    return Tokens.life(Duration.ofSeconds(Math.min(seconds, Tokens.LONGEST.toSeconds())));
  }

  private static VendorException invalidGrant(String description) {
    return new VendorException(400, "invalid_grant", "InvalidGrantException", description);
  }
}
