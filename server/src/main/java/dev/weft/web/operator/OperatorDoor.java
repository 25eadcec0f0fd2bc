package dev.weft.web.operator;

import dev.weft.app.Actor;
import dev.weft.app.AppKey;
import dev.weft.app.operator.AuditLog;
import dev.weft.app.operator.OperatorRefusedException;
import dev.weft.app.operator.OperatorSession;
import dev.weft.app.operator.Operators;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Authenticator;
import dev.weft.web.api.Errors;
import dev.weft.web.api.HttpExchange;
import dev.weft.web.api.VendorException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The way in for operators: the files of the console, its session, and the calls that a session
/// may make.
///
/// A call stands at `/operator/…` with the session's secret as its bearer token, and once more at
/// `/console/api/operator/…` with the cookie. `/console/api/{org}/{app}/…` is the app's own API,
/// called with the right of the session.
public final class OperatorDoor {

  /// Methods of the console's page and its files.
  private static final String PAGE = "GET, HEAD, OPTIONS";

  /// How a call to an app is made.
  public interface AppCalls {

    /// Answers the call.
    ///
    /// @param segments the path from `{org}` on
    /// @param policy is asked once the app and the route are known
    Answer answer(HttpExchange exchange, List<String> segments, Policy policy);
  }

  /// Decides whether the session may make a call.
  public interface Policy {

    /// Lets a call pass, or throws.
    ///
    /// @param pattern of the route, `/callbacks/rules/{}`
    /// @throws VendorException 403 if it may not
    void require(AppKey app, String method, String pattern);

    /// Who makes the call.
    Actor actor();
  }

  private final Operators operators;
  private final AuditLog auditLog;
  private final OperatorRoutes routes;
  private final AppCalls apps;
  private final BinRoutes bins;
  private final SessionCalls sessions;
  private final ConsoleFiles files = new ConsoleFiles();
  private final boolean loopback;
  private volatile boolean on;

  /// @param bins the built-in receiver
  /// @param loopback whether only this machine can call: then the console is there from the start
  /// @param version of Weft
  public OperatorDoor(
      Operators operators,
      AuditLog auditLog,
      OperatorRoutes routes,
      AppCalls apps,
      BinRoutes bins,
      boolean loopback,
      String version) {
    this.operators = operators;
    this.auditLog = auditLog;
    this.routes = routes;
    this.apps = apps;
    this.bins = bins;
    this.sessions = new SessionCalls(operators, auditLog, version);
    this.loopback = loopback;
  }

  /// Whether a path leads here.
  public static boolean isFor(List<String> segments) {
    return !segments.isEmpty()
        && (segments.getFirst().equals("console") || segments.getFirst().equals("operator"));
  }

  /// Answers a request whose path leads here.
  public Answer answer(HttpExchange exchange, List<String> segments) {
    if (!isOn()) {
      return ConsoleFiles.text(
          403,
          "The console is off, because this server can be reached from other machines and has no"
              + " operator. 'weft operator add NAME --role admin' turns it on.\n");
    }
    if (exchange.method().equals("OPTIONS") && !isOfApp(segments)) {
      return new Answer.Allowed(allowed(segments));
    }
    if (segments.getFirst().equals("operator")) {
      return byBearer(exchange, segments.subList(1, segments.size()));
    }
    if (segments.size() == 1) {
      return exchange.rawPath().endsWith("/") ? page(exchange) : toPage();
    }
    return switch (segments.get(1)) {
      case "session", "sessions", "api" -> byCookie(exchange, segments);
      case "bin" -> bins.receive(exchange, segments);
      case "assets" ->
          requireGet(exchange)
              .asset(segments.getLast(), encodings(exchange))
              .orElseGet(() -> ConsoleFiles.text(404, "There is no such file.\n"));
      default -> page(exchange);
    };
  }

  private boolean isOn() {
    if (!loopback && !on) {
      on = operators.exist();
    }
    return loopback || on;
  }

  private Answer page(HttpExchange exchange) {
    return requireGet(exchange).page(encodings(exchange));
  }

  private ConsoleFiles requireGet(HttpExchange exchange) {
    if (!exchange.method().equals("GET")) {
      throw Errors.methodNotAllowed(exchange.method(), PAGE);
    }
    return files;
  }

  /// Whether a path leads through the console to the calls of an app, which know their methods.
  private static boolean isOfApp(List<String> segments) {
    return isApi(segments) && !segments.get(2).equals("operator");
  }

  private static boolean isApi(List<String> segments) {
    return segments.size() > 3
        && segments.getFirst().equals("console")
        && segments.get(1).equals("api");
  }

  /// The methods of a path, which are no secret: the API is documented.
  private String allowed(List<String> segments) {
    if (segments.getFirst().equals("operator")) {
      return routes.allowed(segments.subList(1, segments.size()));
    }
    if (isApi(segments)) {
      return routes.allowed(segments.subList(3, segments.size()));
    }
    if (segments.size() == 3 && segments.get(1).equals("bin")) {
      return BinRoutes.METHODS;
    }
    return switch (segments.size() == 2 ? segments.get(1) : "") {
      case "session" -> SessionCalls.ONE;
      case "sessions" -> SessionCalls.ALL;
      default -> PAGE;
    };
  }

  private static String encodings(HttpExchange exchange) {
    return exchange.header("Accept-Encoding").orElse("");
  }

  private static Answer toPage() {
    var headers = ConsoleFiles.headers("no-store");
    headers.put("Location", "/console/");
    headers.put("Content-Type", "text/plain; charset=utf-8");
    return new Answer.Resource(302, headers, new byte[0]);
  }

  private Answer byBearer(HttpExchange exchange, List<String> segments) {
    OperatorSession session =
        Authenticator.bearer(exchange)
            .flatMap(operators::session)
            .orElseThrow(() -> OperatorCall.unauthorized("this needs the token of an operator"));
    return operator(exchange, session, segments);
  }

  private Answer byCookie(HttpExchange exchange, List<String> segments) {
    SessionCalls.requireOwnPage(exchange);
    if (segments.size() == 2 && !segments.get(1).equals("api")) {
      return segments.get(1).equals("session") ? sessions.one(exchange) : sessions.all(exchange);
    }
    if (!segments.get(1).equals("api") || segments.size() < 4) {
      throw Errors.resourceNotFound();
    }
    OperatorSession session = sessions.current(exchange);
    return segments.get(2).equals("operator")
        ? operator(exchange, session, segments.subList(3, segments.size()))
        : app(exchange, session, segments.subList(2, segments.size()));
  }

  private Answer operator(HttpExchange exchange, OperatorSession session, List<String> segments) {
    OperatorRoutes.Match match = routes.find(exchange.method(), segments, session);
    OperatorCall call = new OperatorCall(exchange, session, match.parameters());
    boolean kept = !exchange.method().equals("GET") || match.route().text().endsWith("/messages");
    return audited(
        exchange,
        session,
        exchange.method() + " " + match.route().text(),
        "",
        kept,
        () -> match.route().handler().handle(call));
  }

  private Answer app(HttpExchange exchange, OperatorSession session, List<String> segments) {
    AppPolicy policy = new AppPolicy(session);
    String app = segments.size() > 1 ? segments.get(0) + "#" + segments.get(1) : "";
    Supplier<Answer> made = () -> policy.shown(apps.answer(exchange, segments, policy));
    String path =
        "/" + String.join("/", segments.subList(Math.min(2, segments.size()), segments.size()));
    boolean kept = AppPolicy.isAudited(exchange.method(), path);
    return audited(exchange, session, exchange.method() + " " + path, app, kept, made);
  }

  /// Runs a call and keeps that it was made, also when it was refused.
  ///
  /// @param kept false for what needs no entry
  private Answer audited(
      HttpExchange exchange,
      OperatorSession session,
      String action,
      String app,
      boolean kept,
      Supplier<Answer> call) {
    int status = 500;
    try {
      Answer answer = call.get();
      status = answer.status();
      return answer;
    } catch (OperatorRefusedException e) {
      status = 400;
      throw Errors.illegalArgument(String.valueOf(e.getMessage()));
    } catch (VendorException e) {
      status = e.status();
      throw e;
    } finally {
      if (kept) {
        auditLog.add(
            session.operator(), action, app, exchange.rawPath(), exchange.address(), status);
      }
    }
  }

  /// Every route for operators, for whoever compares them with the documentation.
  public List<String> routes() {
    return routes.all();
  }

  /// Whether the console was built into this program.
  public static Optional<String> leftOut() {
    return new ConsoleFiles().isThere()
        ? Optional.empty()
        : Optional.of("the console is not part of this build");
  }
}
