package dev.weft;

import dev.weft.chat.Ids;
import dev.weft.chat.client.SendCheck;
import dev.weft.config.Settings;
import dev.weft.gateway.Fanout;
import dev.weft.gateway.Gateway;
import dev.weft.gateway.GatewaySettings;
import dev.weft.gateway.PresenceFeed;
import dev.weft.gateway.Services;
import dev.weft.gateway.Sessions;
import dev.weft.gateway.UserLists;
import dev.weft.storage.Database;
import dev.weft.sync.Cursors;
import dev.weft.web.http.ByteBudget;
import dev.weft.web.http.HttpLimits;
import dev.weft.web.http.HttpServer;
import dev.weft.web.http.websocket.WebSocketEndpoint;
import dev.weft.web.tls.CertificateFiles;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the vendor's clients connect to.
///
/// @param address where `own` listens
/// @param own listens on a port of the gateway's own; null if it is reached on the port of the HTTP
///   API
record GatewayStorey(
    Sessions sessions,
    Fanout fanout,
    Cursors cursors,
    Gateway gateway,
    InetSocketAddress address,
    @Nullable HttpServer own)
    implements AutoCloseable {

  private static final int EVENT_LOOPS = 2;
  private static final long BUDGET = 64L << 20;

  /// @param opened takes what is to be closed
  static GatewayStorey open(
      Settings settings,
      Clock clock,
      Foundation base,
      ChatStorey chat,
      SyncStorey sync,
      SendCheck sendCheck,
      Ids ids,
      Optional<CertificateFiles> certificate,
      Opened opened) {
    Database database = base.database();
    Settings.GatewaySettings wanted = settings.gateway();
    Sessions sessions = new Sessions();
    Fanout fanout = new Fanout(sessions);
    Cursors cursors =
        new Cursors(database.transactions(), database.cursors(), database.devices(), clock);
    Services services =
        new Services(
            database.transactions(),
            sync.timelines(),
            sync.timelineWriter(),
            database.messages(),
            database.readers(),
            chat.messages(),
            chat.rooms().visits(),
            sendCheck,
            sync.devices(),
            cursors,
            database.conversationStates(),
            sync.receipts(),
            ids,
            base.tracer(),
            clock);
    Gateway gateway =
        new Gateway(
            new GatewaySettings(
                wanted.connections(),
                wanted.devicesPerUser(),
                Duration.ofSeconds(wanted.idleSeconds()),
                Duration.ofSeconds(wanted.loginSeconds())),
            services,
            sessions,
            base.apps(),
            base.bearers(),
            chat.users(),
            new UserLists(
                database.transactions(),
                database.groups(),
                database.userLinks(),
                sync.clients().conversations(),
                clock));
    @Nullable HttpServer own =
        wanted.port() == 0 ? null : own(wanted, endpoints(gateway), certificate, clock);
    if (own != null) {
      base.loops().watch(own::trouble);
    }
    sync.conversations().follow(fanout);
    fanout.start(services, new PresenceFeed(sessions, sync.presences(), ids, clock, base.loops()));
    return opened.add(
        "gateway",
        new GatewayStorey(
            sessions,
            fanout,
            cursors,
            gateway,
            new InetSocketAddress(settings.server().host(), wanted.port()),
            own));
  }

  private static Map<String, WebSocketEndpoint> endpoints(Gateway gateway) {
    return Map.of("/ws", gateway, "/websocket", gateway);
  }

  /// A port of its own, which speaks TLS if this server has a certificate.
  private static HttpServer own(
      Settings.GatewaySettings settings,
      Map<String, WebSocketEndpoint> endpoints,
      Optional<CertificateFiles> certificate,
      Clock clock) {
    @Nullable Supplier<SslContext> tls =
        certificate.<Supplier<SslContext>>map(files -> files::context).orElse(null);
    return new HttpServer(
        EVENT_LOOPS,
        HttpLimits.of(settings.connections() + 1_000, 0),
        (_, response) -> response.status(404).send(new byte[0]),
        endpoints,
        (_, sentence) -> sentence.getBytes(StandardCharsets.UTF_8),
        new ByteBudget(BUDGET, BUDGET),
        new ByteBudget(BUDGET, BUDGET / 2),
        clock,
        tls);
  }

  /// Whom to give the WebSockets of the HTTP API's port to, by path; nobody if the gateway has a
  /// port of its own.
  Map<String, WebSocketEndpoint> onPortOfApi() {
    return own == null ? endpoints(gateway) : Map.of();
  }

  /// Takes clients from here on.
  void start() {
    cursors.start();
    gateway.start();
    if (own != null) {
      own.start(address);
    }
  }

  /// Sends the clients away, and keeps what they have acknowledged.
  @Override
  public void close() {
    gateway.close();
    if (own != null) {
      own.close();
    }
    fanout.close();
    cursors.close();
  }
}
