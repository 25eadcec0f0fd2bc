package dev.weft.web;

import dev.weft.app.Apps;
import dev.weft.app.Bearers;
import dev.weft.app.SignedLinks;
import dev.weft.app.Tokens;
import dev.weft.app.operator.Operators;
import dev.weft.callback.RuleTests;
import dev.weft.callback.explain.Explainer;
import dev.weft.callback.rule.Rules;
import dev.weft.chat.Origin;
import dev.weft.chat.SendOptions;
import dev.weft.chat.broadcast.Broadcasts;
import dev.weft.chat.file.Attachment;
import dev.weft.chat.file.ChatFiles;
import dev.weft.chat.file.PartUploads;
import dev.weft.chat.group.GroupJoins;
import dev.weft.chat.group.GroupMembers;
import dev.weft.chat.group.GroupModeration;
import dev.weft.chat.group.GroupRequests;
import dev.weft.chat.group.Groups;
import dev.weft.chat.message.History;
import dev.weft.chat.message.MessageImports;
import dev.weft.chat.message.Messages;
import dev.weft.chat.message.NewestMessages;
import dev.weft.chat.share.SharedFiles;
import dev.weft.chat.thread.Threads;
import dev.weft.chat.timeline.Timelines;
import dev.weft.chat.user.Contacts;
import dev.weft.chat.user.LiveDevices;
import dev.weft.chat.user.UserMutes;
import dev.weft.chat.user.Users;
import dev.weft.cluster.NodeList;
import dev.weft.delivery.engine.Dispatcher;
import dev.weft.delivery.log.Deliveries;
import dev.weft.delivery.redrive.ExceptionStorage;
import dev.weft.delivery.redrive.Jobs;
import dev.weft.idempotency.KeyedCalls;
import dev.weft.pull.Consumers;
import dev.weft.pull.EventReaders;
import dev.weft.trace.Tracer;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Authenticator;
import dev.weft.web.api.ErrorEnvelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.Pages;
import dev.weft.web.api.Routes;
import dev.weft.web.api.limit.CallRates;
import dev.weft.web.http.ByteBudget;
import dev.weft.web.http.Cors;
import dev.weft.web.http.HttpLimits;
import dev.weft.web.http.HttpServer;
import dev.weft.web.http.RequestListener;
import dev.weft.web.http.websocket.WebSocketEndpoint;
import dev.weft.web.operator.NodeRoutes;
import dev.weft.web.operator.OperatorDoor;
import dev.weft.web.operator.OperatorPages;
import dev.weft.web.proxy.ProxyRules;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The HTTP API: its routes and pages behind one door, and a second one for operators if it is
/// asked for.
public final class HttpApi implements AutoCloseable {

  /// What an upload may hold beside its file.
  private static final long MAX_BESIDE_FILE = 16 << 20;

  /// Connections of the second door: it is for a few machines.
  private static final int MANAGEMENT_CONNECTIONS = 256;

  /// The part of the heap that what strangers send may take, and the part of that for one app.
  private static final int HEAP_PART = 8;

  private static final int APP_PART = 2;

  private final Settings settings;
  private final Routes routes;
  private final OperatorDoor console;
  private final HttpServer server;
  private final @Nullable HttpServer management;
  private final @Nullable HttpServer tls;

  /// Where to listen, and how strictly.
  ///
  /// @param address port 0 takes a free one
  /// @param management where operators are answered; empty for the same address
  /// @param tls where clients that speak TLS are answered, as they are at `address`; empty for
  ///   nowhere
  /// @param proxies tells how a client reached this server
  /// @param connections the most at one time
  /// @param origins whose scripts may call, see [Cors]
  /// @param vendorRates true applies the vendor's call limits
  /// @param maxFileBytes the largest file that is taken
  public record Settings(
      InetSocketAddress address,
      Optional<InetSocketAddress> management,
      Optional<TlsAddress> tls,
      ProxyRules proxies,
      int connections,
      List<String> origins,
      boolean vendorRates,
      long maxFileBytes) {}

  /// An address for clients that speak TLS.
  ///
  /// @param context what each new connection uses
  public record TlsAddress(InetSocketAddress address, Supplier<SslContext> context) {}

  /// What the routes call.
  ///
  /// @param origins what messages that the app's server sends with options are kept with
  /// @param recallOrigins the same for recalls that tell clients something more
  /// @param trouble why the server does not take work; empty while it does
  /// @param attachments gets files that imported messages point at
  /// @param rooms adds the calls about chat rooms
  /// @param clients adds what the clients of users call
  /// @param metrics renders the Prometheus page
  /// @param listener is told of each request
  /// @param tracer records each call to an app
  /// @param console makes the door for operators, given how calls to an app are made
  public record Services(
      Apps apps,
      Operators operators,
      Tokens tokens,
      Bearers bearers,
      KeyedCalls keyed,
      Users users,
      Contacts contacts,
      UserMutes userMutes,
      Groups groups,
      GroupMembers groupMembers,
      GroupJoins groupJoins,
      GroupRequests groupRequests,
      GroupModeration groupModeration,
      Consumer<Routes> rooms,
      Messages chat,
      Function<SendOptions, Origin> origins,
      Function<String, Origin> recallOrigins,
      NewestMessages newestMessages,
      Timelines timelines,
      MessageImports imports,
      Attachment.Source attachments,
      Broadcasts broadcasts,
      Threads threads,
      ChatFiles files,
      PartUploads partUploads,
      SharedFiles sharedFiles,
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
      Consumer<Routes> clients,
      LiveDevices liveDevices,
      NodeList nodes,
      Supplier<Optional<String>> trouble,
      Supplier<String> metrics,
      RequestListener listener,
      Tracer tracer,
      Function<OperatorDoor.AppCalls, OperatorDoor> console) {}

  /// @param endpoints whom to give a WebSocket to, by path
  public HttpApi(
      Settings settings, Services services, Map<String, WebSocketEndpoint> endpoints, Clock clock) {
    this.settings = settings;
    Authenticator authenticator =
        new Authenticator(
            services.tokens(), services.bearers(), services.users(), services.operators());
    CallRates rates = new CallRates(clock, settings.vendorRates());
    Routes operators = new Routes();
    new NodeRoutes(services.nodes()).addTo(operators);
    Routes all = ApiRoutes.of(services, authenticator, rates, clock);
    new NodeRoutes(services.nodes()).addTo(all);
    AppCalls calls =
        new AppCalls(
            services.apps(),
            authenticator,
            rates,
            new IdempotentCalls(services.keyed()),
            services.tracer(),
            all);
    this.routes = all;
    this.console = services.console().apply(calls::answerOperator);
    boolean apart = settings.management().isPresent();
    long maxBody = settings.maxFileBytes() + MAX_BESIDE_FILE;
    Map<String, Supplier<Answer>> health = OperatorPages.health(services.trouble());
    Map<String, Supplier<Answer>> metrics = OperatorPages.metrics(services.metrics());
    ApiHandler everything =
        new ApiHandler(
            calls,
            Optional.of(console),
            pages(FrontPage.pages(), health, metrics),
            new Cors(settings.origins()),
            settings.proxies(),
            clock,
            maxBody,
            services.listener());
    int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    ApiHandler main =
        apart
            ? everything.with(
                calls.with(ApiRoutes.of(services, authenticator, rates, clock)),
                Optional.empty(),
                pages(FrontPage.pages(), health, Map.of()))
            : everything;
    this.server = server(loops, settings.connections(), main, endpoints, clock, null);
    this.tls =
        settings
            .tls()
            .map(
                secure ->
                    server(
                        loops,
                        settings.connections(),
                        main.withTls(),
                        endpoints,
                        clock,
                        secure.context()))
            .orElse(null);
    ApiHandler second =
        everything.with(
            calls.with(operators), Optional.of(console), pages(health, metrics, Map.of()));
    this.management =
        apart ? server(1, MANAGEMENT_CONNECTIONS, second, Map.of(), clock, null) : null;
  }

  private static ByteBudget budget() {
    long bytes = Runtime.getRuntime().maxMemory() / HEAP_PART;
    return new ByteBudget(bytes, bytes / APP_PART);
  }

  @SafeVarargs
  private static Pages pages(Map<String, Supplier<Answer>>... parts) {
    Map<String, Supplier<Answer>> all = new HashMap<>();
    for (Map<String, Supplier<Answer>> part : parts) {
      all.putAll(part);
    }
    return new Pages(all);
  }

  private static HttpServer server(
      int loops,
      int connections,
      ApiHandler handler,
      Map<String, WebSocketEndpoint> endpoints,
      Clock clock,
      @Nullable Supplier<SslContext> tls) {
    return new HttpServer(
        loops,
        HttpLimits.of(connections, handler.maxBody()),
        handler,
        endpoints,
        (status, sentence) ->
            ErrorEnvelope.of(Errors.notHttp(status, sentence), clock.millis()).utf8(),
        budget(),
        budget(),
        clock,
        tls);
  }

  /// Accepts requests from here on.
  ///
  /// @throws java.io.UncheckedIOException if an address cannot be listened on
  public void start() {
    server.start(settings.address());
    if (tls != null) {
      tls.start(settings.tls().orElseThrow().address());
    }
    if (management != null) {
      management.start(settings.management().orElseThrow());
    }
  }

  /// One sentence about a listener or an event loop that does not serve; empty if all do.
  public Optional<String> trouble() {
    return Stream.of(server, management, tls)
        .filter(Objects::nonNull)
        .flatMap(listener -> listener.trouble().stream())
        .findFirst();
  }

  /// The port that is listened on: the one asked for, or the free one that port 0 found.
  public int port() {
    return server.port();
  }

  /// The port that operators are answered on.
  public int managementPort() {
    return management == null ? server.port() : management.port();
  }

  /// The port for clients that speak TLS; -1 for none.
  public int tlsPort() {
    return tls == null ? -1 : tls.port();
  }

  /// Connections that are open.
  public int connections() {
    return server.connections() + (tls == null ? 0 : tls.connections());
  }

  /// Every route below `/{org}/{app}` as its method and pattern, `GET /thread/{}/users`, for
  /// whoever compares them with the documentation.
  public List<String> routes() {
    return routes.all().stream().map(route -> route.method() + " " + route.pattern()).toList();
  }

  /// Every route that looks at an idempotency key, written alike.
  public List<String> routesWithKey() {
    return routes.all().stream()
        .filter(IdempotentCalls::takesKey)
        .map(route -> route.method() + " " + route.pattern())
        .toList();
  }

  /// Every route for operators.
  public List<String> operatorRoutes() {
    return console.routes();
  }

  /// Stops accepting, lets running requests end, closes the connections.
  @Override
  public void close() {
    if (tls != null) {
      tls.close();
    }
    server.close();
    if (management != null) {
      management.close();
    }
  }
}
