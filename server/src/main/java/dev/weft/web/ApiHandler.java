package dev.weft.web;

import dev.weft.app.Passwords;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.trace.LogText;
import dev.weft.tx.StoreBusyException;
import dev.weft.tx.StoreFailedException;
import dev.weft.web.api.Answer;
import dev.weft.web.api.AnswerWriter;
import dev.weft.web.api.ErrorEnvelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.HttpExchange;
import dev.weft.web.api.Pages;
import dev.weft.web.api.RefusalErrors;
import dev.weft.web.api.VendorException;
import dev.weft.web.http.Cors;
import dev.weft.web.http.HttpHandler;
import dev.weft.web.http.HttpRequest;
import dev.weft.web.http.HttpResponse;
import dev.weft.web.http.RequestBodyException;
import dev.weft.web.http.RequestListener;
import dev.weft.web.operator.OperatorDoor;
import dev.weft.web.proxy.ProxyRules;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a request to its route, and turns whatever happens into an answer.
///
/// @param console empty if operators are answered elsewhere
/// @param maxBody bytes of the largest body of any request
record ApiHandler(
    AppCalls calls,
    Optional<OperatorDoor> console,
    Pages pages,
    Cors cors,
    ProxyRules proxies,
    Clock clock,
    long maxBody,
    RequestListener listener)
    implements HttpHandler {

  private static final Logger log = LoggerFactory.getLogger(ApiHandler.class);

  /// The same with other routes and pages.
  ApiHandler with(AppCalls others, Optional<OperatorDoor> otherConsole, Pages otherPages) {
    return new ApiHandler(
        others, otherConsole, otherPages, cors, proxies, clock, maxBody, listener);
  }

  /// The same for clients that speak TLS to this server.
  ApiHandler withTls() {
    return new ApiHandler(calls, console, pages, cors, proxies.withTls(), clock, maxBody, listener);
  }

  @Override
  public void handle(HttpRequest request, HttpResponse response) {
    long begun = System.nanoTime();
    HttpExchange exchange = new HttpExchange(request, proxies, clock);
    Answer answer = answer(exchange, request, response);
    try {
      AnswerWriter.send(exchange, request, response, answer);
    } finally {
      // A stream lasts as long as its reader likes, which says nothing about this server.
      if (!(answer instanceof Answer.EventStream || answer instanceof Answer.Stream)) {
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        listener.answered(exchange.family(), answer.status(), took);
      }
    }
  }

  private Answer answer(HttpExchange exchange, HttpRequest request, HttpResponse response) {
    try {
      List<String> segments = exchange.segments();
      if (console.isPresent() && OperatorDoor.isFor(segments)) {
        exchange.belongsTo("console");
        return console.get().answer(exchange, segments);
      }
      if (segments.size() < 3) {
        exchange.belongsTo("operations");
        return pages.answer(exchange.method(), page(request.path(), segments));
      }
      if (exchange.method().equals("OPTIONS")) {
        String methods = methods(request, segments);
        cors.preflight(request, response, methods);
        return new Answer.Allowed(methods);
      }
      cors.addTo(request, response);
      if (request.contentLength().orElse(0) > maxBody) {
        throw tooLarge(exchange);
      }
      return calls.answer(exchange, segments);
    } catch (VendorException e) {
      return ErrorEnvelope.of(e, exchange);
    } catch (RefusedException e) {
      return ErrorEnvelope.of(RefusalErrors.of(e.refusal()), exchange);
    } catch (Passwords.CrowdedException e) {
      return ErrorEnvelope.of(Errors.callRate(), exchange.started());
    } catch (StoreBusyException e) {
      return ErrorEnvelope.of(Errors.busy(), exchange.started());
    } catch (StoreFailedException e) {
      log.warn("store failed path={} reason=\"{}\"", exchange.safePath(), e.getMessage());
      return ErrorEnvelope.of(
          e.isInDoubt() ? Errors.storeInDoubt() : Errors.storeFailed(), exchange.started());
    } catch (UncheckedIOException e) {
      return ErrorEnvelope.of(brokeOff(exchange, e), exchange.started());
    } catch (RuntimeException e) {
      log.error("unexpected path={}", exchange.safePath(), e);
      return ErrorEnvelope.of(Errors.internal(), exchange.started());
    }
  }

  /// `/%68ealthz` is another spelling of `/healthz` (RFC 3986, 6.2.2.2).
  private static String page(String path, List<String> segments) {
    return path.indexOf('%') < 0 ? path : "/" + String.join("/", segments);
  }

  /// The methods of a path. A browser keeps the answer to a refused preflight from the script,
  /// which then sees a broken network: where no path is, the preflight passes, and the call itself
  /// is answered with a 404 that the script can read.
  private String methods(HttpRequest request, List<String> segments) {
    try {
      return calls.routes().allowed(segments.subList(2, segments.size()));
    } catch (VendorException unknown) {
      if (Cors.isPreflight(request)) {
        return Pages.ALL_METHODS;
      }
      throw unknown;
    }
  }

  private VendorException brokeOff(HttpExchange exchange, UncheckedIOException e) {
    String reason = LogText.of(String.valueOf(e.getCause()));
    log.debug("request broke off path={} reason=\"{}\"", exchange.safePath(), reason);
    if (e.getCause() instanceof RequestBodyException body) {
      return body.status() == 413
          ? tooLarge(exchange)
          : Errors.bodyNotRead(body.status(), String.valueOf(body.getMessage()));
    }
    return Errors.invalidBody();
  }

  private VendorException tooLarge(HttpExchange exchange) {
    boolean isUpload =
        exchange.rawPath().endsWith("/chatfiles")
            || exchange.rawPath().endsWith("/share_files")
            || exchange.rawPath().contains("/chatfiles/part-upload/");
    return isUpload ? RefusalErrors.of(new Refusal.FileTooLarge()) : Errors.bodyTooLarge(maxBody);
  }
}
