package dev.weft.web;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.AppKey;
import dev.weft.app.Apps;
import dev.weft.chat.RefusedException;
import dev.weft.trace.Span;
import dev.weft.trace.TraceContext;
import dev.weft.trace.Tracer;
import dev.weft.trace.Tracer.Kind;
import dev.weft.tx.WorkOwner;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Authenticator;
import dev.weft.web.api.Call;
import dev.weft.web.api.Errors;
import dev.weft.web.api.HttpExchange;
import dev.weft.web.api.RefusalErrors;
import dev.weft.web.api.Routes;
import dev.weft.web.api.Routes.Match;
import dev.weft.web.api.Routes.Route;
import dev.weft.web.api.VendorException;
import dev.weft.web.api.limit.CallRates;
import dev.weft.web.operator.OperatorDoor;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Calls below `/{org}/{app}`, or `/app-id/{app_id}` in Agora's realm: finds the app and the route,
/// and lets those through who may call.
record AppCalls(
    Apps apps,
    Authenticator authenticator,
    CallRates rates,
    IdempotentCalls idempotent,
    Tracer tracer,
    Routes routes) {

  /// The same with other routes.
  AppCalls with(Routes others) {
    return new AppCalls(apps, authenticator, rates, idempotent, tracer, others);
  }

  /// A call with a token, or without one where none is needed.
  Answer answer(HttpExchange exchange, List<String> segments) {
    App app = app(exchange, segments);
    return WorkOwner.within(app.id(), () -> answer(exchange, segments, app));
  }

  private Answer answer(HttpExchange exchange, List<String> segments, App app) {
    Match match = match(exchange, segments);
    exchange.belongsTo(match.route().family());
    exchange.forMembers(match.route().access() == Access.MEMBER);
    @Nullable Actor actor =
        authenticator.authenticate(match.route().access(), Authenticator.bearer(exchange), app);
    if (actor instanceof Actor.Member member) {
      actor = onDevice(exchange, member);
    } else {
      exchange.forMembers(false);
    }
    if (match.route().access() == Access.OPEN) {
      exchange.isOpen();
    }
    exchange.countTo(app.id());
    if (!rates.allows(app.id(), match.route().rate(), 1)) {
      throw Errors.callRate();
    }
    return handle(exchange, match, app, actor);
  }

  /// The member on the device that the call names: others of the same user are told what it does.
  private static Actor onDevice(HttpExchange exchange, Actor.Member member) {
    return exchange
        .query()
        .text("resource")
        .filter(resource -> !resource.isEmpty())
        .<Actor>map(resource -> new Actor.Member(member.user(), Optional.of(resource)))
        .orElse(member);
  }

  /// A call to an app that an operator makes: what the role allows was decided before.
  Answer answerOperator(HttpExchange exchange, List<String> segments, OperatorDoor.Policy policy) {
    if (segments.size() < 3) {
      throw Errors.resourceNotFound();
    }
    App app = app(exchange, segments);
    Match match = match(exchange, segments);
    policy.require(app.key(), match.route().method(), match.route().pattern());
    return WorkOwner.within(app.id(), () -> handle(exchange, match, app, policy.actor()));
  }

  private Match match(HttpExchange exchange, List<String> segments) {
    return routes.find(exchange.method(), segments.subList(2, segments.size()));
  }

  private Answer handle(HttpExchange exchange, Match match, App app, @Nullable Actor actor) {
    Call call = new Call(exchange, app, actor, match.parameters());
    Route route = match.route();
    Supplier<Answer> work = () -> idempotent.answer(exchange, route, call, actor);
    return tracer.equals(Tracer.NONE)
        ? TraceContext.within(exchange.trace(), work)
        : traced(exchange, route, app, work);
  }

  /// Every call passes here: what names a span is made only if spans are recorded.
  private Answer traced(HttpExchange exchange, Route route, App app, Supplier<Answer> work) {
    Span span = tracer.begin(Kind.SERVER, route.method() + " " + route.pattern(), exchange.trace());
    try {
      Answer answer = TraceContext.within(span.context(), work);
      span.with("http.response.status_code", answer.status());
      return answer;
    } catch (VendorException e) {
      span.with("http.response.status_code", e.status());
      throw e;
    } catch (RefusedException e) {
      span.with("http.response.status_code", RefusalErrors.of(e.refusal()).status());
      throw e;
    } catch (RuntimeException | Error e) {
      span.failed(e.getClass().getSimpleName());
      throw e;
    } finally {
      span.with("http.request.method", route.method())
          .with("http.route", "/{org}/{app}" + route.pattern())
          .with("weft.app", app.key().toString())
          .end();
    }
  }

  private App app(HttpExchange exchange, List<String> segments) {
    String org = segments.get(0);
    String name = segments.get(1);
    Optional<App> found =
        org.equals(Call.APP_ID)
            ? apps.findByAppId(name)
            : AppKey.parse(org + "#" + name).flatMap(apps::find);
    return found.orElseThrow(
        () -> {
          String rest = exchange.rawPath().split("/", 4)[3];
          return Errors.appNotFound(org, name, "/" + rest);
        });
  }
}
