package dev.weft.web.api;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.Bearer;
import dev.weft.app.Bearers;
import dev.weft.app.OperatorRole;
import dev.weft.app.Tokens;
import dev.weft.app.operator.OperatorSession;
import dev.weft.app.operator.Operators;
import dev.weft.chat.user.Users;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells who calls, or says in the vendor's words why nobody may.
public final class Authenticator {

  private static final String SCHEME = "Bearer ";

  /// Who calls with a token that was made from the store itself: `weft` on the same machine.
  private static final String STORE_HOLDER = "weft";

  private final Tokens tokens;
  private final Bearers bearers;
  private final Users users;
  private final Operators operators;

  public Authenticator(Tokens tokens, Bearers bearers, Users users, Operators operators) {
    this.tokens = tokens;
    this.bearers = bearers;
    this.users = users;
    this.operators = operators;
  }

  /// Who calls a route of `access`; null if nobody in particular does and that is all right.
  ///
  /// @throws VendorException 401 with the text for what is wrong with the token, or 403 if it is
  ///   good and may not do this
  public @Nullable Actor authenticate(Access access, Optional<String> bearer, App app) {
    return switch (access) {
      case OPEN -> null;
      case APP -> requireApp(bearer, app);
      case REGISTRATION -> {
        if (bearer.isEmpty()) {
          throw Errors.registrationClosed();
        }
        yield requireApp(bearer, app);
      }
      case MEMBER -> caller(bearer, app);
      case GUEST -> bearer.isEmpty() ? null : caller(bearer, app);
      case VIEWER -> requireOperator(bearer, OperatorRole.VIEWER);
      case OPERATOR -> requireOperator(bearer, OperatorRole.OPERATOR);
      case ADMIN -> requireOperator(bearer, OperatorRole.ADMIN);
    };
  }

  /// The app's server, whose token `bearer` must be.
  ///
  /// @throws VendorException 401 with the text for what is wrong with the token
  public Actor requireApp(Optional<String> bearer, App app) {
    return switch (caller(bearer, app)) {
      case Actor.AppServer server -> server;
      case Actor.Member _, Actor.Operator _ -> throw Errors.appTokenNeeded();
    };
  }

  /// The app's server or one of its users.
  private Actor caller(Optional<String> bearer, App app) {
    return switch (requireBearer(bearer, app)) {
      case Bearer.OfApp _ -> Actor.SERVER;
      case Bearer.OfUser user ->
          users
              .bearerOf(app, user)
              .map(known -> Actor.Member.of(known.id()))
              .orElseThrow(Errors::tokenExpired);
      case Bearer.OfInstallation _, Bearer.Expired _, Bearer.Corrupt _, Bearer.Unknown _ ->
          throw Errors.tokenCorrupt();
    };
  }

  /// What the token is, which must be one of the app or of one of its users.
  ///
  /// @throws VendorException 401 with the text for what is wrong with the token
  public Bearer requireBearer(Optional<String> bearer, App app) {
    Bearer read = bearers.read(app, bearer.orElseThrow(Errors::tokenExpired));
    return switch (read) {
      case Bearer.OfApp of when of.app().equals(app.id()) -> of;
      case Bearer.OfUser of when of.app().equals(app.id()) -> of;
      case Bearer.OfApp _, Bearer.OfUser _, Bearer.OfInstallation _, Bearer.Corrupt _ ->
          throw Errors.tokenCorrupt();
      case Bearer.Expired _ -> throw Errors.tokenExpired();
      case Bearer.Unknown _ -> throw Errors.tokenUnknown();
    };
  }

  private Actor requireOperator(Optional<String> bearer, OperatorRole needed) {
    String token = bearer.orElseThrow(Errors::tokenExpired);
    if (tokens.read(token) instanceof Bearer.OfInstallation) {
      return new Actor.Operator(STORE_HOLDER, OperatorRole.ADMIN, true);
    }
    Actor.Operator operator =
        operators
            .session(token)
            .filter(session -> session.only() == null)
            .map(OperatorSession::actor)
            .orElseThrow(Errors::operatorTokenNeeded);
    if (!operator.role().covers(needed)) {
      throw Errors.roleTooLow(operator.role().word(), needed.word());
    }
    return operator;
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
