package dev.weft.web.operator;

import dev.weft.app.OperatorRole;
import dev.weft.app.operator.OperatorSession;
import dev.weft.web.api.Errors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The routes below `/operator`, and who may call each. They are few: a list will do.
public final class OperatorRoutes {

  /// What a route is for beside its role.
  enum Scope {
    /// Also whoever followed a tenant link; what it answers is about the one app alone.
    TENANT,
    /// Operators only.
    INSTALLATION
  }

  /// One route.
  ///
  /// @param pattern its segments after `/operator`; `{}` stands for any one
  record Route(
      String method,
      List<String> pattern,
      OperatorRole role,
      Scope scope,
      OperatorCall.Handler handler) {

    Optional<List<String>> match(List<String> segments) {
      if (segments.size() != pattern.size()) {
        return Optional.empty();
      }
      List<String> parameters = new ArrayList<>(2);
      for (int i = 0; i < segments.size(); i++) {
        if (pattern.get(i).equals("{}")) {
          parameters.add(segments.get(i));
        } else if (!pattern.get(i).equals(segments.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(parameters);
    }

    String text() {
      return "/operator/" + String.join("/", pattern);
    }
  }

  /// A route that was found, and what stood at its `{}`.
  record Match(Route route, List<String> parameters) {}

  private final List<Route> all = new ArrayList<>();

  OperatorRoutes add(
      String method, String pattern, OperatorRole role, Scope scope, OperatorCall.Handler handler) {
    all.add(new Route(method, List.of(pattern.substring(1).split("/")), role, scope, handler));
    return this;
  }

  /// Every route as its method, pattern and the least role, `GET /operator/apps viewer`, for
  /// whoever compares them with the documentation.
  public List<String> all() {
    return all.stream()
        .map(route -> route.method() + " " + route.text() + " " + route.role().word())
        .toList();
  }

  /// The route of a path that `session` may call.
  ///
  /// @param segments the path after `/operator`
  /// @throws dev.weft.web.api.VendorException 404, 405, or 403 if it may not
  Match find(String method, List<String> segments, OperatorSession session) {
    boolean path = false;
    for (Route route : all) {
      Optional<List<String>> parameters = route.match(segments);
      if (parameters.isPresent() && route.method().equals(method)) {
        require(route, session);
        return new Match(route, parameters.get());
      }
      path |= parameters.isPresent();
    }
    throw path ? Errors.methodNotAllowed(method, allowed(segments)) : Errors.resourceNotFound();
  }

  /// The methods of a path, as the header `Allow` lists them.
  ///
  /// @param segments the path after `/operator`
  /// @throws dev.weft.web.api.VendorException 404 if there is no such path
  String allowed(List<String> segments) {
    TreeSet<String> methods = new TreeSet<>();
    for (Route route : all) {
      if (route.match(segments).isPresent()) {
        methods.add(route.method());
      }
    }
    if (methods.isEmpty()) {
      throw Errors.resourceNotFound();
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    methods.add("OPTIONS");
    return String.join(", ", methods);
  }

  private static void require(Route route, OperatorSession session) {
    if (session.only() != null && route.scope() != Scope.TENANT) {
      throw OperatorCall.forbidden("a link to one app does not show this");
    }
    if (!session.role().covers(route.role())) {
      throw OperatorCall.forbidden(
          "this needs the role " + route.role().word() + ", you have " + session.role().word());
    }
  }
}
