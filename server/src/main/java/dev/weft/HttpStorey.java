package dev.weft;

import dev.weft.app.SignedLinks;
import dev.weft.chat.timeline.Timelines;
import dev.weft.cluster.NodeList;
import dev.weft.config.Settings;
import dev.weft.gateway.HistoryMetas;
import dev.weft.gateway.ServerSends;
import dev.weft.outbound.OutboundClient;
import dev.weft.web.HttpApi;
import dev.weft.web.client.ClientRoutes;
import dev.weft.web.file.FetchedFiles;
import dev.weft.web.http.websocket.WebSocketEndpoint;
import dev.weft.web.moderation.ModerationRoutes;
import dev.weft.web.operator.CallbackBin;
import dev.weft.web.stream.StreamRoutes;
import dev.weft.web.tls.CertificateFiles;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The uppermost storey: the HTTP API, made of everything below.
final class HttpStorey {

  /// For fetching files, which are streamed: no answer is kept, no connection is used again.
  private static final OutboundClient.Limits FILE_LIMITS =
      new OutboundClient.Limits(Duration.ofSeconds(60), Duration.ofSeconds(60), 0);

  private HttpStorey() {}

  /// @param nodes what is told of the nodes
  /// @param endpoints whom to give a WebSocket to, by path
  /// @param address where the API listens
  /// @param certificate for clients that speak TLS; empty for none
  /// @param ready whether requests are answered as usual
  /// @param trouble why the server takes no work; empty while it does
  /// @param opened takes what is to be closed
  static HttpApi open(
      Settings settings,
      Clock clock,
      Foundation base,
      DeliveryStorey delivery,
      CallbackStorey callbacks,
      ChatStorey chat,
      SyncStorey sync,
      ModerationRoutes moderation,
      NodeList nodes,
      Map<String, WebSocketEndpoint> endpoints,
      ListenAddress address,
      Optional<CertificateFiles> certificate,
      BooleanSupplier ready,
      Supplier<Optional<String>> trouble,
      Opened opened) {
    OutboundClient fileClient =
        opened.add("file client", new OutboundClient(delivery.guard(), FILE_LIMITS, base.loops()));
    Optional<ListenAddress> management = Configured.management(settings);
    boolean loopback = management.orElse(address).isLoopback();
    return new HttpApi(
        new HttpApi.Settings(
            address.socket(),
            management.map(ListenAddress::socket),
            certificate.map(
                files ->
                    new HttpApi.TlsAddress(
                        Configured.tls(settings).orElseThrow().socket(), files::context)),
            Configured.proxies(settings),
            Descriptors.connections(settings.server().connections()),
            settings.server().cors(),
            settings.server().vendorRates(),
            settings.chat().fileMaxBytes()),
        new HttpApi.Services(
            base.apps(),
            base.operators(),
            base.tokens(),
            base.bearers(),
            base.keyed(),
            chat.users(),
            chat.contacts(),
            chat.userMutes(),
            chat.groups(),
            chat.groupMembers(),
            chat.groupJoins(),
            chat.groupRequests(),
            chat.groupModeration(),
            routes -> {
              chat.rooms().routes().accept(routes);
              new StreamRoutes(chat.streams()).addTo(routes);
            },
            chat.messages(),
            ServerSends::origin,
            ServerSends::recallOrigin,
            chat.newestMessages(),
            new Timelines(base.transactions(), sync.timelines(), base.database().messages()),
            chat.imports(),
            new FetchedFiles(fileClient, chat.files()),
            chat.broadcasts(),
            chat.threads(),
            chat.files(),
            chat.partUploads(),
            chat.sharedFiles(),
            chat.history(),
            new SignedLinks(base.tokenKey(), clock),
            callbacks.rules(),
            callbacks.ruleTests(),
            delivery.dispatcher(),
            callbacks.deliveries(),
            callbacks.explainer(),
            callbacks.eventReaders(),
            callbacks.consumers(),
            delivery.exceptions(),
            delivery.jobs(),
            routes -> {
              new ClientRoutes(
                      sync.clients(),
                      sync.presences(),
                      sync.receipts(),
                      chat.groupHiding(),
                      new HistoryMetas())
                  .addTo(routes);
              AccountStorey.open(clock, base, chat, sync).addTo(routes);
              moderation.addTo(routes);
            },
            sync.devices(),
            nodes,
            trouble,
            base.metrics()::page,
            base.metrics()::answered,
            base.tracer(),
            calls ->
                ConsoleStorey.door(
                    base.database(),
                    base.apps(),
                    chat.files(),
                    base.operators(),
                    callbacks.rules(),
                    delivery.dispatcher(),
                    delivery.recent(),
                    delivery.exceptions(),
                    nodes,
                    new CallbackBin(delivery.bin()::server),
                    calls,
                    loopback,
                    ready,
                    clock)),
        endpoints,
        clock);
  }
}
