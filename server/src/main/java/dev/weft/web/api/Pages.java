package dev.weft.web.api;

import java.util.Map;
import java.util.function.Supplier;

/// Pages that belong to no app and need no token, by path.
public final class Pages {

  private static final String METHODS = "GET, HEAD, OPTIONS";

  /// What `OPTIONS *` is told: what the server knows at all.
  public static final String ALL_METHODS = "DELETE, GET, HEAD, OPTIONS, POST, PUT";

  private final Map<String, Supplier<Answer>> pages;

  /// @param pages what to answer, by path: `/healthz`
  public Pages(Map<String, Supplier<Answer>> pages) {
    this.pages = Map.copyOf(pages);
  }

  /// The page at `path`.
  ///
  /// @throws VendorException 404 if there is no such page, 405 if it has no such method
  public Answer answer(String method, String path) {
    if (path.equals("*")) {
      return new Answer.Allowed(ALL_METHODS);
    }
    Supplier<Answer> page = pages.get(path);
    if (page == null) {
      throw Errors.resourceNotFound();
    }
    return switch (method) {
      case "GET" -> page.get();
      case "OPTIONS" -> new Answer.Allowed(METHODS);
      default -> throw Errors.methodNotAllowed(method, METHODS);
    };
  }
}
