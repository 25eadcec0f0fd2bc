package dev.weft;

import dev.weft.app.AppKey;
import dev.weft.app.Credentials;
import dev.weft.app.operator.Operators;
import dev.weft.chat.ConversationIds;
import dev.weft.chat.Ids;
import dev.weft.config.Settings;
import dev.weft.storage.Database;
import dev.weft.sync.LeftOutReaders;
import dev.weft.web.HttpApi;
import dev.weft.web.operator.OperatorDoor;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// One Weft server: one record of wiring for each storey, from the ground up.
public final class Server implements AutoCloseable {

  private final ListenAddress address;
  private final Opened opened = new Opened();
  private final Foundation base;
  private final Cluster cluster;
  private final DeliveryStorey delivery;
  private final CallbackStorey callbacks;
  private final SyncStorey sync;
  private final ChatStorey chat;
  private final GatewayStorey gateway;
  private final HttpApi http;
  private final AtomicBoolean ready = new AtomicBoolean();

  /// Opens the store and all that stands on it. Nothing is listened on before [#start].
  ///
  /// @throws dev.weft.config.BadSettingException if a setting cannot be used; the message says why
  public Server(Settings settings, Clock clock) {
    this(settings, clock, storey -> {});
  }

  /// @param opening is called with the name of each storey before it is opened
  Server(Settings settings, Clock clock, Consumer<String> opening) {
    address = new ListenAddress(settings.server().host(), settings.server().port());
    Descriptors.require();
    address.check();
    Configured.management(settings).ifPresent(ListenAddress::check);
    String host = Configured.nodeName(settings);
    try {
      opening.accept("foundation");
      base = Foundation.open(settings, clock, opened);
      Database database = base.database();
      opening.accept("cluster");
      cluster =
          opened.add(
              "cluster",
              new Cluster(
                  database.sharing().orElse(null), base.folder().identity(), host, base.loops()));
      Ids ids = new Ids(clock, cluster.number(), database.newestId());
      ConversationIds conversationIds =
          new ConversationIds(clock, cluster.number(), database.newestConversation());
      opening.accept("delivery");
      delivery = DeliveryStorey.open(settings, clock, base, cluster, opened);
      opening.accept("callback");
      callbacks = CallbackStorey.open(settings, clock, base, cluster, delivery, ids, host, opened);
      opening.accept("sync");
      sync =
          SyncStorey.open(
              settings,
              clock,
              base,
              cluster,
              ids,
              conversationIds,
              callbacks.chatCallbacks(),
              callbacks.chatCallbacks(),
              opened);
      cluster.connect(
          delivery.dispatcher(),
          callbacks.arrivals(),
          sync.conversations(),
          number -> {
            ids.become(number);
            conversationIds.become(number);
            sync.devices().become(number);
          },
          Stream.concat(Stream.of(callbacks.rules()::refresh), delivery.followers().stream())
              .toList());
      opening.accept("chat");
      chat =
          ChatStorey.open(
              settings,
              clock,
              base,
              ids,
              conversationIds,
              callbacks.lost(),
              sync.devices(),
              callbacks.chatCallbacks(),
              List.of(
                  sync.timelineWriter(),
                  new LeftOutReaders(database.erased()),
                  callbacks.chatCallbacks(),
                  base.metrics()),
              opened);
      opening.accept("gateway");
      gateway = GatewayStorey.open(settings, clock, base, chat, sync, ids, opened);
      opening.accept("http");
      http =
          opened.add(
              "http",
              HttpStorey.open(
                  settings,
                  clock,
                  base,
                  delivery,
                  callbacks,
                  chat,
                  sync,
                  cluster.nodes(database, host, this::url, delivery.dispatcher()::backlog),
                  gateway.onPortOfApi(),
                  address,
                  () -> ready.get() && database.isWritable(),
                  this::trouble,
                  opened));
      opened.add("event readers", callbacks.eventReaders());
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  /// Makes sure that an app exists with these credentials.
  public void ensureApp(AppKey key, Credentials credentials) {
    base.apps().ensure(key, credentials);
  }

  /// Accepts requests from here on.
  ///
  /// @throws dev.weft.config.BadSettingException if the address was taken in the meantime
  public void start() {
    delivery.start();
    chat.fileSweeper().start();
    chat.rooms().sweeper().start();
    chat.broadcasts().start();
    callbacks.retention().start();
    sync.start();
    gateway.start();
    try {
      http.start();
    } catch (UncheckedIOException e) {
      throw address.taken(e);
    }
    base.folder().announce(address.url(http.port()));
    cluster.start(address.url(http.port()));
    ready.set(true);
  }

  /// Why this server takes no work, in one sentence; empty while it does.
  private Optional<String> trouble() {
    if (!ready.get()) {
      return Optional.of("the server is starting or stopping");
    }
    return base.database().isWritable()
        ? base.loops().trouble()
        : Optional.of("the database takes no writes; the log says why");
  }

  /// To be called by whoever has moved the clock that this server was made with.
  public void clockMoved() {
    delivery.dispatcher().clockMoved();
  }

  /// The port of the HTTP API.
  public int port() {
    return http.port();
  }

  /// The port that operators are answered on; the same one unless a setting says otherwise.
  public int managementPort() {
    return http.managementPort();
  }

  /// Where the HTTP API listens, as a URL: `http://[::]:8080` for one, if it listens everywhere.
  public String listensOn() {
    return HttpAddress.of(address.host(), http.port());
  }

  /// Where the vendor's client SDKs connect, as this machine reaches it.
  public URI clients() {
    int own = gateway.address().getPort();
    return URI.create("ws://" + url().getHost() + ":" + (own == 0 ? port() : own) + "/ws");
  }

  /// How this machine reaches the HTTP API.
  public URI url() {
    return address.url(http.port());
  }

  /// Where the console is; empty if it was not built into this program.
  public Optional<URI> console() {
    return OperatorDoor.leftOut().isPresent()
        ? Optional.empty()
        : Optional.of(URI.create(url() + "/console/"));
  }

  /// The operators of this installation.
  public Operators operators() {
    return base.operators();
  }

  /// Every route for operators, as [OperatorDoor#routes] writes them.
  public List<String> operatorRoutes() {
    return http.operatorRoutes();
  }

  /// Every route of the HTTP API, as [HttpApi#routes] writes them.
  public List<String> routes() {
    return http.routes();
  }

  /// Every route that looks at an idempotency key.
  public List<String> routesWithKey() {
    return http.routesWithKey();
  }

  /// Stops taking requests, then closes the store. What was answered is durable. Closing twice does
  /// nothing more.
  @Override
  public void close() {
    ready.set(false);
    opened.close();
  }
}
