package dev.weft.receiver.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.receiver.CallbackHeaders;
import dev.weft.receiver.endpoint.CallbackEndpoint;
import dev.weft.receiver.endpoint.Outcome;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// `context.addServlet("callbacks", new CallbackServlet(endpoint)).addMapping("/callbacks")`
public final class CallbackServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  private final transient Supplier<CallbackEndpoint> endpoint;

  public CallbackServlet(CallbackEndpoint endpoint) {
    this(() -> endpoint);
  }

  /// For a container that makes its servlets before the app's own objects are there.
  public CallbackServlet(Supplier<CallbackEndpoint> endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    CallbackEndpoint found = endpoint.get();
    byte[] body = request.getInputStream().readNBytes(found.maxBodyBytes() + 1);
    Outcome outcome = found.handle(request.getMethod(), headers(request), body);
    response.setStatus(outcome.status());
    outcome.headers().forEach(response::setHeader);
    response.setContentType("text/plain");
    response.getOutputStream().write(outcome.answer().getBytes(UTF_8));
  }

  private static CallbackHeaders headers(HttpServletRequest request) {
    Map<String, List<String>> headers = new TreeMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(name, Collections.list(request.getHeaders(name)));
    }
    return CallbackHeaders.of(headers);
  }
}
