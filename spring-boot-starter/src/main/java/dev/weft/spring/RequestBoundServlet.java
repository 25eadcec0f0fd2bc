package dev.weft.spring;

import dev.weft.receiver.servlet.CallbackServlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// Makes the request known to Spring while a callback is handled, so that handlers can be in
/// request or session scope, also where no filter of Spring MVC does it.
final class RequestBoundServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  private final CallbackServlet callbacks;

  RequestBoundServlet(CallbackServlet callbacks) {
    this.callbacks = callbacks;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (RequestContextHolder.getRequestAttributes() != null) {
      callbacks.service(request, response);
      return;
    }
    ServletRequestAttributes attributes = new ServletRequestAttributes(request, response);
    RequestContextHolder.setRequestAttributes(attributes);
    try {
      callbacks.service(request, response);
    } finally {
      RequestContextHolder.resetRequestAttributes();
      attributes.requestCompleted();
    }
  }
}
