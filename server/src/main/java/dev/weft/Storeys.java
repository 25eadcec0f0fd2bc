package dev.weft;

import dev.weft.alert.AlertMonitor;
import dev.weft.chat.ConversationIds;
import dev.weft.chat.Ids;
import dev.weft.config.Settings;
import dev.weft.gateway.HistoryMetas;
import dev.weft.storage.Database;
import dev.weft.sync.DirectedMessages;
import dev.weft.sync.LeftOutReaders;
import dev.weft.sync.receipt.ImportedReads;
import dev.weft.telemetry.OtlpMetrics;
import dev.weft.web.HttpApi;
import dev.weft.web.tls.CertificateFiles;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// All storeys of a server, each opened on those below it.
final class Storeys {

  private final ListenAddress address;
  private final boolean withBin;
  private final Optional<ListenAddress> management;
  private final Foundation base;
  private final Cluster cluster;
  private final DeliveryStorey delivery;
  private final CallbackStorey callbacks;
  private final SyncStorey sync;
  private final ChatStorey chat;
  private final GatewayStorey gateway;
  private final HttpApi http;
  private final Optional<AlertMonitor> alerts;
  private final Readiness readiness;

  /// Opens them from the ground up. What was opened is left to `opened`, if one above it fails.
  ///
  /// @param opening is called with the name of each storey before it is opened
  Storeys(
      Settings settings,
      Clock clock,
      ListenAddress address,
      Consumer<String> opening,
      Opened opened) {
    this.address = address;
    this.withBin = Configured.hasBin(settings, address);
    this.management = Configured.management(settings);
    String host = Configured.nodeName(settings);
    opening.accept("foundation");
    base = Foundation.open(settings, clock, opened);
    Database database = base.database();
    readiness = new Readiness(database, base.loops());
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
            new ImportedReads(database.conversationStates(), sync.timelines()),
            List.of(
                sync.timelineWriter(),
                sync.deviceEvents(),
                new DirectedMessages(database.readers(), new HistoryMetas()),
                new LeftOutReaders(database.erased()),
                callbacks.chatCallbacks(),
                base.metrics()),
            opened);
    opening.accept("gateway");
    Optional<CertificateFiles> certificate = Configured.certificate(settings, base.loops());
    certificate.ifPresent(files -> opened.add("certificate", files));
    ModerationStorey.Moderation moderation =
        ModerationStorey.open(
            clock,
            base,
            ids,
            delivery.guard(),
            callbacks.chatCallbacks(),
            callbacks.presend(),
            opened);
    gateway =
        GatewayStorey.open(
            settings, clock, base, chat, sync, moderation.sends(), ids, certificate, opened);
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
                moderation.routes(),
                cluster.nodes(database, host, this::url, delivery.dispatcher()::backlog),
                gateway.onPortOfApi(),
                address,
                certificate,
                readiness::isServing,
                readiness::trouble,
                opened));
    base.loops().watch(http::trouble);
    opened.add("event readers", callbacks.eventReaders());
    exportMetrics(settings, opened);
    alerts = AlertStorey.open(settings, clock, base, cluster, delivery, certificate, host, opened);
  }

  /// Ends before what the metrics measure is closed.
  private void exportMetrics(Settings settings, Opened opened) {
    int seconds = settings.telemetry().metricsSeconds();
    if (seconds > 0) {
      Configured.collector(settings)
          .ifPresent(
              to ->
                  opened.add(
                      "metrics export",
                      new OtlpMetrics(to, base.metrics().registry(), Duration.ofSeconds(seconds))));
    }
  }

  /// Accepts requests from here on.
  ///
  /// @throws dev.weft.config.BadSettingException if the address was taken in the meantime
  void start() {
    delivery.start();
    chat.fileSweeper().start();
    chat.rooms().sweeper().start();
    chat.broadcasts().start();
    chat.streams().start();
    callbacks.retention().start();
    sync.start();
    gateway.start();
    try {
      http.start();
    } catch (UncheckedIOException e) {
      throw address.taken(e);
    }
    if (withBin) {
      delivery.bin().open(address.literalUrl(http.port()));
    }
    base.folder().announce(url(), managementUrl());
    cluster.start(url());
    alerts.ifPresent(AlertMonitor::start);
    readiness.begin();
  }

  /// How this machine reaches what is for operators.
  URI managementUrl() {
    return management.map(own -> own.url(http.managementPort())).orElseGet(this::url);
  }

  /// How this machine reaches the HTTP API.
  URI url() {
    return address.url(http.port());
  }

  Foundation base() {
    return base;
  }

  DeliveryStorey delivery() {
    return delivery;
  }

  GatewayStorey gateway() {
    return gateway;
  }

  HttpApi http() {
    return http;
  }

  Readiness readiness() {
    return readiness;
  }
}
