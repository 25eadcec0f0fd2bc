package dev.weft.web;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.AppKey;
import dev.weft.app.Apps;
import dev.weft.app.SignedLinks;
import dev.weft.app.Tokens;
import dev.weft.app.operator.Operators;
import dev.weft.callback.RuleTests;
import dev.weft.callback.explain.Explainer;
import dev.weft.callback.rule.Rules;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.file.ChatFiles;
import dev.weft.chat.group.GroupMembers;
import dev.weft.chat.group.GroupModeration;
import dev.weft.chat.group.Groups;
import dev.weft.chat.message.History;
import dev.weft.chat.message.Messages;
import dev.weft.chat.thread.Threads;
import dev.weft.chat.user.Contacts;
import dev.weft.chat.user.UserMutes;
import dev.weft.chat.user.Users;
import dev.weft.cluster.NodeList;
import dev.weft.delivery.engine.Dispatcher;
import dev.weft.delivery.log.Deliveries;
import dev.weft.delivery.redrive.ExceptionStorage;
import dev.weft.delivery.redrive.Jobs;
import dev.weft.pull.Consumers;
import dev.weft.pull.EventReaders;
import dev.weft.trace.TraceContext;
import dev.weft.tx.StoreBusyException;
import dev.weft.tx.StoreFailedException;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Authenticator;
import dev.weft.web.api.Call;
import dev.weft.web.api.CallRates;
import dev.weft.web.api.Downloads;
import dev.weft.web.api.ErrorEnvelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.EventStreams;
import dev.weft.web.api.HttpExchange;
import dev.weft.web.api.Operations;
import dev.weft.web.api.RefusalErrors;
import dev.weft.web.api.Routes;
import dev.weft.web.api.Routes.Match;
import dev.weft.web.api.VendorException;
import dev.weft.web.http.RequestListener;
import dev.weft.web.operator.NodeRoutes;
import dev.weft.web.operator.OperatorDoor;
import dev.weft.web.vendor.ContactRoutes;
import dev.weft.web.vendor.FileRoutes;
import dev.weft.web.vendor.GroupMemberRoutes;
import dev.weft.web.vendor.GroupModerationRoutes;
import dev.weft.web.vendor.GroupRoutes;
import dev.weft.web.vendor.HistoryRoutes;
import dev.weft.web.vendor.RecallRoutes;
import dev.weft.web.vendor.RegistrationRoute;
import dev.weft.web.vendor.RewriteRoutes;
import dev.weft.web.vendor.SendRoutes;
import dev.weft.web.vendor.ThreadRoutes;
import dev.weft.web.vendor.TokenRoutes;
import dev.weft.web.vendor.UserMuteRoutes;
import dev.weft.web.vendor.UserRoutes;
import dev.weft.web.weft.DeliveryRoutes;
import dev.weft.web.weft.ExceptionRoutes;
import dev.weft.web.weft.PullRoutes;
import dev.weft.web.weft.ReplayRoutes;
import dev.weft.web.weft.RuleRoutes;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP server: takes a request to its route and turns whatever happens into an answer.
public final class HttpApi implements AutoCloseable {

  /// Request line: 100 group ids or 60 user names of 64 encoded bytes fit.
  private static final int MAX_REQUEST_LINE = 16 * 1024;

  /// A client that says nothing for so long is cut off.
  private static final Duration IDLE = Duration.ofMinutes(5);

  /// What an upload may hold beside its file, and how far one that is too large is read to its end:
  /// a sender that is cut off while it speaks does not hear why.
  private static final long MAX_BESIDE_FILE = 16 << 20;

  private static final Logger log = LoggerFactory.getLogger(HttpApi.class);

  private final Apps apps;
  private final Authenticator authenticator;
  private final CallRates rates;
  private final OperatorDoor console;
  private final Routes routes;
  private final Operations operations;
  private final Clock clock;
  private final long maxBody;
  private final RequestListener listener;
  private final WebServer server;

  /// Where to listen, and how strictly.
  ///
  /// @param port 0 takes a free one
  /// @param vendorRates true applies the vendor's call limits
  /// @param maxFileBytes the largest file that is taken
  public record Settings(String host, int port, boolean vendorRates, long maxFileBytes) {}

  /// What the routes call.
  ///
  /// @param trouble why the server does not take work; empty while it does
  /// @param metrics renders the Prometheus page
  /// @param listener is told of each request
  /// @param console makes the door for operators, given how calls to an app are made
  public record Services(
      Apps apps,
      Operators operators,
      Tokens tokens,
      Users users,
      Contacts contacts,
      UserMutes userMutes,
      Groups groups,
      GroupMembers groupMembers,
      GroupModeration groupModeration,
      Messages chat,
      Threads threads,
      ChatFiles files,
      History history,
      SignedLinks links,
      Rules rules,
      RuleTests ruleTests,
      Dispatcher dispatcher,
      Deliveries deliveries,
      Explainer explainer,
      EventReaders eventReaders,
      Consumers consumers,
      ExceptionStorage exceptions,
      Jobs jobs,
      NodeList nodes,
      Supplier<Optional<String>> trouble,
      Supplier<String> metrics,
      RequestListener listener,
      Function<OperatorDoor.AppCalls, OperatorDoor> console) {}

  public HttpApi(Settings settings, Services services, Clock clock) {
    this.apps = services.apps();
    this.authenticator =
        new Authenticator(services.tokens(), services.users(), services.operators());
    this.rates = new CallRates(clock, settings.vendorRates());
    this.routes = routes(services, authenticator, rates);
    this.console = services.console().apply(this::answerOperator);
    this.operations = new Operations(services.trouble(), services.metrics());
    this.clock = clock;
    this.listener = services.listener();
    this.maxBody = settings.maxFileBytes() + MAX_BESIDE_FILE;
    this.server =
        WebServer.builder()
            .host(settings.host())
            .port(settings.port())
            .shutdownHook(false)
            .idleConnectionTimeout(IDLE)
            .connectionOptions(options -> options.tcpNoDelay(true))
            .maxPayloadSize(maxBody)
            .addProtocol(Http1Config.builder().maxPrologueLength(MAX_REQUEST_LINE).build())
            .directHandlers(this::directHandlers)
            .routing(routing -> routing.any(this::serve))
            .build();
  }

  private static Routes routes(Services services, Authenticator authenticator, CallRates rates) {
    Routes routes = new Routes();
    new TokenRoutes(services.apps(), services.users(), services.tokens(), authenticator)
        .addTo(routes);
    new RegistrationRoute(services.users()).addTo(routes);
    new UserRoutes(services.users()).addTo(routes);
    new ContactRoutes(services.contacts()).addTo(routes);
    new UserMuteRoutes(services.userMutes()).addTo(routes);
    new GroupRoutes(services.groups()).addTo(routes);
    new GroupMemberRoutes(services.groupMembers()).addTo(routes);
    new GroupModerationRoutes(services.groupModeration()).addTo(routes);
    new ThreadRoutes(services.threads()).addTo(routes);
    new SendRoutes(services.chat(), rates).addTo(routes);
    new RecallRoutes(services.chat()).addTo(routes);
    new RewriteRoutes(services.chat()).addTo(routes);
    new DeliveryRoutes(services.deliveries(), services.explainer(), services.rules(), services.dispatcher()).addTo(routes);
    new PullRoutes(services.eventReaders(), services.consumers(), services.rules()).addTo(routes);
    new ExceptionRoutes(services.exceptions()).addTo(routes);
    new ReplayRoutes(services.jobs(), services.rules(), services.deliveries(), services.dispatcher()).addTo(routes);
    new RuleRoutes(services.rules(), services.ruleTests(), services.dispatcher()).addTo(routes);
    new NodeRoutes(services.nodes()).addTo(routes);
    new FileRoutes(services.files()).addTo(routes);
    new HistoryRoutes(services.history(), services.links()).addTo(routes);
    return routes;
  }

  /// Accepts requests from here on.
  ///
  /// @throws IllegalStateException if the address cannot be listened on
  public void start() {
    server.start();
  }

  /// The port that is listened on: the one asked for, or the free one that port 0 found.
  public int port() {
    return server.port();
  }

  /// Every route below `/{org}/{app}` as its method and pattern, `GET /thread/{}/users`, for
  /// whoever compares them with the documentation.
  public List<String> routes() {
    return routes.all().stream().map(route -> route.method() + " " + route.pattern()).toList();
  }

  /// Every route for operators.
  public List<String> operatorRoutes() {
    return console.routes();
  }

  private void serve(ServerRequest request, ServerResponse response) {
    long begun = System.nanoTime();
    HttpExchange exchange = new HttpExchange(request, clock);
    Answer answer = answer(exchange);
    try {
      send(exchange, response, answer);
    } finally {
      // A stream lasts as long as its reader likes, which says nothing about this server.
      if (!(answer instanceof Answer.EventStream || answer instanceof Answer.Stream)) {
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        listener.answered(exchange.family(), answer.status(), took);
      }
    }
  }

  private static void send(HttpExchange exchange, ServerResponse response, Answer answer) {
    switch (answer) {
      case Answer.Document document -> {
        response.status(document.status());
        response.header(HeaderValues.CONTENT_TYPE_JSON);
        response.send(document.utf8());
      }
      case Answer.Text(String contentType, String text) -> {
        response.header(HeaderNames.CONTENT_TYPE, contentType);
        response.send(text.getBytes(StandardCharsets.UTF_8));
      }
      case Answer.Download download -> Downloads.send(exchange, response, download);
      case Answer.EventStream stream -> EventStreams.send(exchange, response, stream);
      case Answer.Stream stream -> EventStreams.send(exchange, response, stream);
      case Answer.Resource(int status, var headers, byte[] bytes) -> {
        response.status(status);
        headers.forEach((name, value) -> response.header(HeaderNames.create(name), value));
        response.send(bytes);
      }
    }
  }

  private Answer answer(HttpExchange exchange) {
    try {
      List<String> segments = exchange.segments();
      if (OperatorDoor.isFor(segments)) {
        exchange.belongsTo("console");
        return console.answer(exchange, segments);
      }
      if (segments.size() == 1) {
        exchange.belongsTo("operations");
        return operations.answer(exchange.method(), segments.getFirst());
      }
      return answer(exchange, segments);
    } catch (VendorException e) {
      return ErrorEnvelope.of(e, exchange.started());
    } catch (RefusedException e) {
      return ErrorEnvelope.of(RefusalErrors.of(e.refusal()), exchange.started());
    } catch (StoreBusyException e) {
      return ErrorEnvelope.of(Errors.busy(), exchange.started());
    } catch (StoreFailedException e) {
      log.warn("store failed path={} reason=\"{}\"", exchange.rawPath(), e.getMessage());
      return ErrorEnvelope.of(
          e.isInDoubt() ? Errors.storeInDoubt() : Errors.storeFailed(), exchange.started());
    } catch (UncheckedIOException | InsufficientDataAvailableException e) {
      log.debug("request broke off path={} reason=\"{}\"", exchange.rawPath(), e.getMessage());
      return ErrorEnvelope.of(Errors.invalidBody(), exchange.started());
    } catch (RuntimeException e) {
      log.error("unexpected path={}", exchange.rawPath(), e);
      return ErrorEnvelope.of(Errors.internal(), exchange.started());
    }
  }

  private Answer answer(HttpExchange exchange, List<String> segments) {
    if (segments.size() < 3) {
      throw Errors.resourceNotFound();
    }
    App app = app(exchange, segments);
    Match match = routes.find(exchange.method(), segments.subList(2, segments.size()));
    exchange.belongsTo(match.route().family());
    @Nullable Actor actor =
        authenticator.authenticate(match.route().access(), Authenticator.bearer(exchange), app);
    if (!rates.allows(app.id(), match.route().rate(), 1)) {
      throw Errors.callRate();
    }
    Call call = new Call(exchange, app, actor, match.parameters());
    return TraceContext.within(exchange.trace(), () -> match.route().handler().handle(call));
  }

  /// A call to an app that an operator makes: what the role allows was decided before.
  private Answer answerOperator(
      HttpExchange exchange, List<String> segments, OperatorDoor.Policy policy) {
    if (segments.size() < 3) {
      throw Errors.resourceNotFound();
    }
    App app = app(exchange, segments);
    Match match = routes.find(exchange.method(), segments.subList(2, segments.size()));
    policy.require(app.key(), match.route().method(), match.route().pattern());
    Call call = new Call(exchange, app, policy.actor(), match.parameters());
    return TraceContext.within(exchange.trace(), () -> match.route().handler().handle(call));
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

  /// What never reaches a route, because it is not proper HTTP, gets the vendor's envelope too.
  private void directHandlers(DirectHandlers.Builder handlers) {
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(
          type,
          (request, eventType, status, headers, message) ->
              DirectHandler.TransportResponse.builder()
                  .status(status)
                  .headers(headers)
                  .header(HeaderValues.CONTENT_TYPE_JSON)
                  .keepAlive(false)
                  .entity(
                      ErrorEnvelope.of(transportError(request.path(), status), clock.millis())
                          .utf8())
                  .build());
    }
  }

  private VendorException transportError(String path, Status status) {
    if (status.code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code()) {
      return path.endsWith("/chatfiles")
          ? RefusalErrors.of(new Refusal.FileTooLarge())
          : Errors.bodyTooLarge(maxBody);
    }
    return new VendorException(
        status.code(),
        status.code() < 500 ? "illegal_argument" : "internal_error",
        "HttpException",
        status.reasonPhrase());
  }

  /// Stops accepting, lets running requests end, closes the connections.
  @Override
  public void close() {
    server.stop();
  }
}
