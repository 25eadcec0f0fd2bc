package dev.weft.web.api;

import dev.weft.app.App;
import dev.weft.app.Bearer;
import dev.weft.app.Tokens;
import dev.weft.chat.user.Users;
import java.util.Optional;

/// Lets a caller pass, or says why not in the vendor's words.
public final class Authenticator {

  private static final String SCHEME = "Bearer ";

  private final Tokens tokens;
  private final Users users;

  public Authenticator(Tokens tokens, Users users) {
    this.tokens = tokens;
    this.users = users;
  }

  /// Checks that `bearer` is an app token of `app`.
  ///
  /// @throws VendorException 401 with the text for what is wrong with the token
  public void requireApp(Optional<String> bearer, App app) {
    String token = bearer.orElseThrow(Errors::tokenExpired);
    switch (tokens.read(token)) {
      case Bearer.OfApp(var of) -> {
        if (!of.equals(app.id())) {
          throw Errors.tokenCorrupt();
        }
      }
      case Bearer.OfUser _, Bearer.Corrupt _ -> throw Errors.tokenCorrupt();
      case Bearer.Expired _ -> throw Errors.tokenExpired();
      case Bearer.Unknown _ -> throw Errors.tokenUnknown();
    }
  }

  /// Checks that `bearer` is an app token of `app`, or the token of one of its users.
  ///
  /// @throws VendorException 401 with the text for what is wrong with the token
  public void requireMember(Optional<String> bearer, App app) {
    String token = bearer.orElseThrow(Errors::tokenExpired);
    if (!(tokens.read(token) instanceof Bearer.OfUser user && user.app().equals(app.id()))) {
      requireApp(bearer, app);
    } else if (users.bearerOf(app, user).isEmpty()) {
      throw Errors.tokenExpired();
    }
  }

  /// [#requireApp], with the vendor's own words for a caller without a token.
  public void requireAppToRegister(Optional<String> bearer, App app) {
    if (bearer.isEmpty()) {
      throw Errors.registrationClosed();
    }
    requireApp(bearer, app);
  }

  /// The token of `Authorization: Bearer …`.
  public static Optional<String> bearer(HttpExchange exchange) {
    return exchange
        .header("Authorization")
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(value -> value.substring(SCHEME.length()).strip())
        .filter(token -> !token.isEmpty());
  }
}
