package dev.weft.web.http;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Lets scripts of other origins read answers (the CORS protocol of the Fetch standard). No call
/// uses cookies, so an answer to anybody gives away nothing that the token does not.
public final class Cors {

  private static final String ANY = "*";

  /// How long a browser may keep the answer to a preflight; none keeps it longer than a day.
  private static final String ONE_DAY = "86400";

  private static final Pattern HEADER_NAMES =
      Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~, -]{1,1024}");

  private final boolean any;
  private final Set<String> origins;

  /// @param origins who may: `https://app.example.com`; `*` for everybody; none for nobody
  public Cors(List<String> origins) {
    this.any = origins.contains(ANY);
    this.origins = Set.copyOf(origins);
  }

  /// Adds what lets the browser show the answer to its script, be it an error.
  public void addTo(HttpRequest request, HttpResponse response) {
    if (!any && !origins.isEmpty()) {
      response.header("Vary", "Origin");
    }
    allowed(request).ifPresent(origin -> allow(response, origin));
  }

  /// Adds what a browser wants to know before it sends the real call.
  ///
  /// @param methods that the path has, comma-separated
  public void preflight(HttpRequest request, HttpResponse response, String methods) {
    addTo(request, response);
    if (allowed(request).isPresent() && isPreflight(request)) {
      response.header("Access-Control-Allow-Methods", methods);
      request
          .headers()
          .find("Access-Control-Request-Headers")
          .filter(names -> HEADER_NAMES.matcher(names).matches())
          .ifPresent(names -> response.header("Access-Control-Allow-Headers", names));
      response.header("Access-Control-Max-Age", ONE_DAY);
    }
  }

  /// Whether a browser asks on behalf of a script what it may send.
  public static boolean isPreflight(HttpRequest request) {
    return request.headers().first("Origin") != null
        && request.headers().first("Access-Control-Request-Method") != null;
  }

  private Optional<String> allowed(HttpRequest request) {
    return request.headers().find("Origin").filter(origin -> any || origins.contains(origin));
  }

  private void allow(HttpResponse response, String origin) {
    response.header("Access-Control-Allow-Origin", any ? ANY : origin);
  }
}
