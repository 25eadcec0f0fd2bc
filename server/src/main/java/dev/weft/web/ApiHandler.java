package dev.weft.web;

import dev.weft.app.App;
import dev.weft.app.AppKey;
import dev.weft.app.Apps;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.trace.TraceContext;
import dev.weft.tx.StoreBusyException;
import dev.weft.tx.StoreFailedException;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.AnswerWriter;
import dev.weft.web.api.Authenticator;
import dev.weft.web.api.Call;
import dev.weft.web.api.CallRates;
import dev.weft.web.api.ErrorEnvelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.HttpExchange;
import dev.weft.web.api.Pages;
import dev.weft.web.api.RefusalErrors;
import dev.weft.web.api.Routes;
import dev.weft.web.api.Routes.Match;
import dev.weft.web.api.VendorException;
import dev.weft.web.http.Cors;
import dev.weft.web.http.HttpHandler;
import dev.weft.web.http.HttpRequest;
import dev.weft.web.http.HttpResponse;
import dev.weft.web.http.LogText;
import dev.weft.web.http.RequestBodyException;
import dev.weft.web.http.RequestListener;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a request to its route, and turns whatever happens into an answer.
///
/// @param maxBody bytes of the largest body of any request
record ApiHandler(
    Apps apps,
    Authenticator authenticator,
    CallRates rates,
    Routes routes,
    Pages pages,
    Cors cors,
    Clock clock,
    long maxBody,
    RequestListener listener)
    implements HttpHandler {

  private static final Logger log = LoggerFactory.getLogger(ApiHandler.class);

  /// The same with other routes and pages.
  ApiHandler with(Routes others, Pages otherPages) {
    return new ApiHandler(
        apps, authenticator, rates, others, otherPages, cors, clock, maxBody, listener);
  }

  @Override
  public void handle(HttpRequest request, HttpResponse response) {
    long begun = System.nanoTime();
    HttpExchange exchange = new HttpExchange(request, clock);
    Answer answer = answer(exchange, request, response);
    try {
      AnswerWriter.send(exchange, request, response, answer);
    } finally {
      // A stream lasts as long as its reader likes, which says nothing about this server.
      if (!(answer instanceof Answer.EventStream)) {
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        listener.answered(exchange.family(), answer.status(), took);
      }
    }
  }

  private Answer answer(HttpExchange exchange, HttpRequest request, HttpResponse response) {
    try {
      List<String> segments = exchange.segments();
      if (segments.size() < 3) {
        exchange.belongsTo("operations");
        return pages.answer(exchange.method(), request.path());
      }
      if (exchange.method().equals("OPTIONS")) {
        String methods = routes.allowed(segments.subList(2, segments.size()));
        cors.preflight(request, response, methods);
        return new Answer.Allowed(methods);
      }
      cors.addTo(request, response);
      if (request.contentLength().orElse(0) > maxBody) {
        throw tooLarge(exchange);
      }
      return answer(exchange, segments);
    } catch (VendorException e) {
      return ErrorEnvelope.of(e, exchange.started());
    } catch (RefusedException e) {
      return ErrorEnvelope.of(RefusalErrors.of(e.refusal()), exchange.started());
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
    return exchange.rawPath().endsWith("/chatfiles")
        ? RefusalErrors.of(new Refusal.FileTooLarge())
        : Errors.bodyTooLarge(maxBody);
  }

  private Answer answer(HttpExchange exchange, List<String> segments) {
    App app = app(exchange, segments);
    Match match = routes.find(exchange.method(), segments.subList(2, segments.size()));
    exchange.belongsTo(match.route().family());
    requireAccess(exchange, app, match.route().access());
    exchange.countTo(app.id());
    if (!rates.allows(app.id(), match.route().rate(), 1)) {
      throw Errors.callRate();
    }
    Call call = new Call(exchange, app, match.parameters());
    return TraceContext.within(exchange.trace(), () -> match.route().handler().handle(call));
  }

  private void requireAccess(HttpExchange exchange, App app, Access access) {
    Optional<String> bearer = Authenticator.bearer(exchange);
    switch (access) {
      case OPEN -> exchange.isOpen();
      case APP -> authenticator.requireApp(bearer, app);
      case MEMBER -> authenticator.requireMember(bearer, app);
      case GUEST -> {
        if (bearer.isPresent()) {
          authenticator.requireMember(bearer, app);
        }
      }
      case REGISTRATION -> authenticator.requireAppToRegister(bearer, app);
    }
  }

  private App app(HttpExchange exchange, List<String> segments) {
    String org = segments.get(0);
    String name = segments.get(1);
    return AppKey.parse(org + "#" + name)
        .flatMap(apps::find)
        .orElseThrow(
            () -> {
              String rest = exchange.rawPath().split("/", 4)[3];
              return Errors.appNotFound(org, name, "/" + rest);
            });
  }
}
