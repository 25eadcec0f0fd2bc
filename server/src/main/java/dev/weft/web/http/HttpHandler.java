package dev.weft.web.http;

/// Answers requests. Each call has a virtual thread of its own and may block.
@FunctionalInterface
public interface HttpHandler {

  /// Answers one request. When it returns or throws without having answered, the connection closes.
  void handle(HttpRequest request, HttpResponse response);
}
