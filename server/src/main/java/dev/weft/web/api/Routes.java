package dev.weft.web.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the handler of a path below `/{org}/{app}`: a tree with one step per path segment, so that
/// a look-up costs the length of the path, however many routes there are.
public final class Routes {

  /// A route that was found.
  ///
  /// @param parameters what stood at the `{…}` of the pattern, in order
  public record Match(Route route, List<String> parameters) {}

  /// One route.
  public record Route(String method, String pattern, Access access, Rate rate, Handler handler) {

    /// The first word of its path: what it is about.
    public String family() {
      int end = pattern.indexOf('/', 1);
      return end < 0 ? pattern.substring(1) : pattern.substring(1, end);
    }
  }

  private final Node root = new Node();
  private final List<Route> all = new ArrayList<>();

  /// Adds a route; `{}` in `pattern` stands for any one segment. Routes of the app itself have an
  /// app token.
  public Routes add(String method, String pattern, Rate rate, Handler handler) {
    return add(method, pattern, Access.APP, rate, handler);
  }

  public Routes add(String method, String pattern, Access access, Rate rate, Handler handler) {
    Node node = root;
    for (String segment : pattern.substring(1).split("/", -1)) {
      node =
          segment.equals("{}")
              ? node.anyOrNew()
              : node.literal.computeIfAbsent(segment, _ -> new Node());
    }
    Route route = new Route(method, pattern, access, rate, handler);
    if (node.methods.put(method, route) != null) {
      throw new IllegalStateException("two routes for " + method + " " + pattern);
    }
    all.add(route);
    return this;
  }

  /// Every route, for the test that compares them with the documentation.
  public List<Route> all() {
    return List.copyOf(all);
  }

  /// The route of a path.
  ///
  /// @param segments the decoded segments of the path after `/{org}/{app}`
  /// @throws VendorException 404 if there is no such path, 405 if it has no such method
  public Match find(String method, List<String> segments) {
    List<String> parameters = new ArrayList<>(2);
    @Nullable Node node = find(root, segments, 0, parameters);
    if (node == null) {
      throw Errors.resourceNotFound();
    }
    @Nullable Route route = node.methods.get(method);
    if (route == null) {
      throw Errors.methodNotAllowed(method, node.allowed());
    }
    return new Match(route, parameters);
  }

  /// The methods that a path has, comma-separated.
  ///
  /// @throws VendorException 404 if there is no such path
  public String allowed(List<String> segments) {
    @Nullable Node node = find(root, segments, 0, new ArrayList<>(2));
    if (node == null) {
      throw Errors.resourceNotFound();
    }
    return node.allowed();
  }

  /// A literal segment wins over `{}`; if it leads nowhere, `{}` is tried.
  private static @Nullable Node find(
      Node node, List<String> segments, int at, List<String> parameters) {
    if (at == segments.size()) {
      return node.methods.isEmpty() ? null : node;
    }
    @Nullable Node literal = node.literal.get(segments.get(at));
    if (literal != null) {
      @Nullable Node found = find(literal, segments, at + 1, parameters);
      if (found != null) {
        return found;
      }
    }
    if (node.any == null) {
      return null;
    }
    parameters.add(segments.get(at));
    @Nullable Node found = find(node.any, segments, at + 1, parameters);
    if (found == null) {
      parameters.removeLast();
    }
    return found;
  }

  private static final class Node {
    private final Map<String, Node> literal = new HashMap<>();
    private final Map<String, Route> methods = new HashMap<>();
    private @Nullable Node any;

    /// HEAD goes with GET, and OPTIONS with everything (RFC 9110, section 9).
    String allowed() {
      Set<String> all = new TreeSet<>(methods.keySet());
      all.add("OPTIONS");
      if (all.contains("GET")) {
        all.add("HEAD");
      }
      return String.join(", ", all);
    }

    Node anyOrNew() {
      if (any == null) {
        any = new Node();
      }
      return any;
    }
  }
}
