package dev.weft.web.operator;

import dev.weft.app.operator.AuditLog;
import dev.weft.app.operator.LoginOutcome;
import dev.weft.app.operator.OperatorSession;
import dev.weft.app.operator.Operators;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Errors;
import dev.weft.web.api.HttpExchange;
import dev.weft.web.api.Json;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.VendorException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The session of the console: who is there, coming in, going out.
///
/// The session is a cookie that no script can read, that no other site's page sends along, and that
/// goes to `/console` alone. Requests carry a header that only a page of the same origin can set.
final class SessionCalls {

  /// Methods of `/console/session`.
  static final String ONE = "DELETE, GET, HEAD, OPTIONS, POST";

  /// Methods of `/console/sessions`.
  static final String ALL = "DELETE, OPTIONS";

  static final String COOKIE = "weft_session";
  static final String PAGE_HEADER = "X-Weft-Console";

  private final Operators operators;
  private final AuditLog auditLog;
  private final String version;

  SessionCalls(Operators operators, AuditLog auditLog, String version) {
    this.operators = operators;
    this.auditLog = auditLog;
    this.version = version;
  }

  /// Makes sure that a page of this very server is asking.
  ///
  /// @throws VendorException 403 if it may be another's
  static void requireOwnPage(HttpExchange exchange) {
    boolean own =
        exchange.header(PAGE_HEADER).isPresent()
            && exchange
                .header("Sec-Fetch-Site")
                .map(site -> site.equals("same-origin") || site.equals("none"))
                .orElse(true)
            && exchange.header("Origin").map(origin -> isOwn(origin, exchange)).orElse(true);
    if (!own) {
      throw OperatorCall.forbidden("only the console's own page may ask this");
    }
  }

  /// A proxy may speak TLS for us, so the scheme says nothing.
  private static boolean isOwn(String origin, HttpExchange exchange) {
    return exchange.header("Host").map(host -> origin.endsWith("://" + host)).orElse(false);
  }

  /// What the cookie says; empty if there is none.
  static Optional<String> secret(HttpExchange exchange) {
    for (String pair : exchange.header("Cookie").orElse("").split(";", -1)) {
      String[] sides = pair.strip().split("=", 2);
      if (sides.length == 2 && sides[0].equals(COOKIE)) {
        return Optional.of(sides[1]);
      }
    }
    return Optional.empty();
  }

  Answer one(HttpExchange exchange) {
    return switch (exchange.method()) {
      case "GET" -> answer(current(exchange), null);
      case "POST" -> enter(exchange);
      case "DELETE" -> leave(exchange, false);
      default -> throw Errors.methodNotAllowed(exchange.method(), ONE);
    };
  }

  /// `DELETE /console/sessions`: every session of the operator ends.
  Answer all(HttpExchange exchange) {
    if (!exchange.method().equals("DELETE")) {
      throw Errors.methodNotAllowed(exchange.method(), ALL);
    }
    return leave(exchange, true);
  }

  OperatorSession current(HttpExchange exchange) {
    return secret(exchange)
        .flatMap(operators::session)
        .orElseThrow(() -> OperatorCall.unauthorized("nobody is logged in"));
  }

  private Answer enter(HttpExchange exchange) {
    JsonBody body = exchange.json();
    Optional<String> link = body.text("link");
    String name = body.text("name").orElse("");
    LoginOutcome entry =
        link.isPresent()
            ? operators.enterByLink(link.get(), exchange.address())
            : operators.enter(name, body.text("password").orElse(""), exchange.address());
    return switch (entry) {
      case LoginOutcome.Granted(String secret, OperatorSession session) -> {
        // Whatever session the browser had is over: nobody goes on in one that was planted.
        secret(exchange).ifPresent(operators::leave);
        audit(exchange, session.operator(), link.isPresent() ? "login by link" : "login", 200);
        yield answer(session, cookie(exchange, secret, Operators.SESSION_LIFE));
      }
      case LoginOutcome.Refused() -> {
        audit(exchange, name, link.isPresent() ? "login by link" : "login", 401);
        throw OperatorCall.unauthorized(
            link.isPresent()
                ? "this link was used or is too old: 'weft console' prints another"
                : "the name or the password is wrong");
      }
      case LoginOutcome.TooMany() -> {
        audit(exchange, name, "login", 429);
        throw new VendorException(
            429,
            "reach_limit",
            "OperatorException",
            "too many attempts: wait a quarter of an hour, or use the link of 'weft console'");
      }
    };
  }

  private void audit(HttpExchange exchange, String name, String action, int status) {
    String known = name.length() <= 64 ? name : name.substring(0, 64);
    auditLog.add(known, action, "", "", exchange.address(), status);
  }

  private Answer leave(HttpExchange exchange, boolean everywhere) {
    OperatorSession session = current(exchange);
    if (everywhere && session.only() == null) {
      operators.leaveEverywhere(session.operator());
    }
    secret(exchange).ifPresent(operators::leave);
    audit(exchange, session.operator(), everywhere ? "logout everywhere" : "logout", 200);
    return answer(session, cookie(exchange, "", Duration.ZERO));
  }

  private static String cookie(HttpExchange exchange, String secret, Duration life) {
    boolean secure =
        exchange.isSecure()
            || exchange.header("X-Forwarded-Proto").filter("https"::equals).isPresent();
    return COOKIE
        + "="
        + secret
        + "; Path=/console; Max-Age="
        + life.toSeconds()
        + "; HttpOnly; SameSite=Strict"
        + (secure ? "; Secure" : "");
  }

  private Answer answer(OperatorSession session, @Nullable String cookie) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", session.operator());
    json.put("role", session.role().word());
    json.put("text", session.seesText());
    if (session.only() != null) {
      json.put("app", session.only().toString());
    }
    json.put("expires", session.expires().toEpochMilli());
    json.put("version", version);
    Map<String, String> headers = ConsoleFiles.headers("no-store");
    headers.put("Content-Type", "application/json");
    if (cookie != null) {
      headers.put("Set-Cookie", cookie);
    }
    return new Answer.Resource(200, headers, Json.utf8(json));
  }
}
