package dev.weft;

import dev.weft.alert.AlertFormat;
import dev.weft.alert.AlertKind;
import dev.weft.alert.AlertMonitor;
import dev.weft.alert.AlertSender;
import dev.weft.alert.Condition;
import dev.weft.config.BadSettingException;
import dev.weft.config.Settings;
import dev.weft.config.Settings.AlertSettings;
import dev.weft.delivery.Backlog;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.LaneOwner;
import dev.weft.outbound.OutboundClient;
import dev.weft.web.tls.CertificateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What operators are told of without looking, and where it is found. What belongs to all nodes is
/// told by one, the leader; what belongs to a node, by that node.
final class AlertStorey {

  private static final OutboundClient.Limits LIMITS =
      new OutboundClient.Limits(Duration.ofSeconds(10), Duration.ofSeconds(60), 4096);

  /// What costs a look into the store is looked at as often.
  private static final Duration OCCASIONALLY = Duration.ofSeconds(10);

  /// A node that was taken over is told of for so long.
  private static final Duration LOST = Duration.ofMinutes(1);

  private final AlertSettings settings;
  private final Clock clock;
  private final Cluster cluster;
  private final DeliveryStorey delivery;
  private final Path data;
  private final String host;
  private long takeovers;
  private Instant lastTakeover = Instant.MIN;

  private AlertStorey(
      Settings settings, Clock clock, Cluster cluster, DeliveryStorey delivery, String host) {
    this.settings = settings.alerts();
    this.clock = clock;
    this.cluster = cluster;
    this.delivery = delivery;
    this.data = Path.of(settings.server().data());
    this.host = host;
  }

  /// The monitor, to be started; empty if nobody wants to be told.
  ///
  /// @param host the name of this node
  /// @param opened takes what is to be closed
  /// @throws BadSettingException if where and how to tell is not clear
  static Optional<AlertMonitor> open(
      Settings settings,
      Clock clock,
      Foundation base,
      Cluster cluster,
      DeliveryStorey delivery,
      Optional<CertificateFiles> certificate,
      String host,
      Opened opened) {
    if (settings.alerts().url().isEmpty()) {
      return Optional.empty();
    }
    AlertStorey probes = new AlertStorey(settings, clock, cluster, delivery, host);
    AlertSender sender =
        opened.add(
            "alert sender",
            new AlertSender(
                new OutboundClient(delivery.guard(), LIMITS, base.loops()),
                target(settings.alerts()),
                host,
                clock,
                base.loops()));
    return Optional.of(
        opened.add(
            "alert monitor",
            new AlertMonitor(
                List.of(
                    probes::rules,
                    probes.occasionally(probes::backlog),
                    probes.occasionally(probes::storage),
                    probes.occasionally(probes::disk),
                    probes::nodes,
                    () -> probes.certificate(certificate)),
                sender,
                clock,
                base.loops())));
  }

  private static AlertSender.Target target(AlertSettings alerts) {
    AlertFormat format =
        AlertFormat.of(alerts.format())
            .orElseThrow(
                () ->
                    new BadSettingException(
                        "the setting \"alerts.format\" must be webhook, slack, dingtalk, feishu or"
                            + " wecom, not \""
                            + alerts.format()
                            + '"'));
    if (!alerts.url().matches("https?://[^\\s]+")) {
      throw new BadSettingException("the setting \"alerts.url\" must be an http or https URL");
    }
    AlertSender.Target target =
        new AlertSender.Target(URI.create(alerts.url()), format, alerts.secret());
    if (!target.refusal().isEmpty()) {
      throw new BadSettingException("the setting \"alerts.secret\" " + target.refusal());
    }
    return target;
  }

  /// Pauses and bans are the same on every node; each node has circuit breakers of its own.
  private List<Condition> rules() {
    List<Condition> found = new ArrayList<>();
    delivery
        .dispatcher()
        .unhealthy()
        .forEach(
            (rule, health) -> {
              @Nullable Condition condition = condition(name(rule), health);
              if (condition != null) {
                found.add(condition);
              }
            });
    return found;
  }

  private @Nullable Condition condition(String rule, EndpointHealth health) {
    boolean leader = cluster.leases().isLeader();
    return switch (health) {
      case EndpointHealth.Paused(String reason, Instant since) when leader ->
          new Condition(AlertKind.RULE_PAUSED, rule, reason + ", since " + since);
      case EndpointHealth.Banned(var ban) when leader ->
          new Condition(AlertKind.RULE_BANNED, rule, "until " + ban.until());
      case EndpointHealth.Open(Instant since, _) ->
          new Condition(AlertKind.BREAKER_OPEN, rule, "its endpoint fails, since " + since);
      case EndpointHealth.Paused _,
          EndpointHealth.Banned _,
          EndpointHealth.Delivering _,
          EndpointHealth.Disabled _,
          EndpointHealth.Recovering _ ->
          null;
    };
  }

  private String name(LaneOwner owner) {
    return delivery
        .ruleRegistry()
        .find(owner)
        .map(Endpoint::name)
        .orElseGet(() -> "#" + owner.number());
  }

  private List<Condition> backlog() {
    Backlog backlog = delivery.dispatcher().backlog();
    @Nullable Instant oldest = backlog.oldest();
    if (oldest == null || settings.backlogSeconds() == 0) {
      return List.of();
    }
    long seconds = Duration.between(oldest, clock.instant()).toSeconds();
    return seconds < settings.backlogSeconds()
        ? List.of()
        : List.of(
            new Condition(
                AlertKind.BACKLOG_OLD,
                host,
                backlog.size() + " callbacks wait, the oldest for " + seconds + " s"));
  }

  private List<Condition> storage() {
    if (settings.storageCallbacks() == 0 || !cluster.leases().isLeader()) {
      return List.of();
    }
    long stored = delivery.exceptions().size();
    return stored < settings.storageCallbacks()
        ? List.of()
        : List.of(
            new Condition(
                AlertKind.STORAGE_FILLING,
                "exception storage",
                stored + " callbacks were given up; they expire unless they are sent again"));
  }

  private List<Condition> disk() {
    try {
      long free = Files.getFileStore(data).getUsableSpace() >> 20;
      return free >= settings.diskMegabytes()
          ? List.of()
          : List.of(new Condition(AlertKind.DISK_LOW, host, free + " MB are left for " + data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Who has taken over the partitions of a dead node tells of it.
  private List<Condition> nodes() {
    long now = cluster.takeovers();
    if (now > takeovers) {
      takeovers = now;
      lastTakeover = clock.instant();
    }
    return lastTakeover.isBefore(clock.instant().minus(LOST))
        ? List.of()
        : List.of(
            new Condition(
                AlertKind.NODE_LOST,
                "taken over by " + host,
                "a node has died; other nodes deliver its callbacks"));
  }

  private List<Condition> certificate(Optional<CertificateFiles> certificate) {
    return certificate
        .map(CertificateFiles::notAfter)
        .filter(
            end -> end.isBefore(clock.instant().plus(Duration.ofDays(settings.certificateDays()))))
        .map(end -> new Condition(AlertKind.CERTIFICATE_ENDING, host, "it ends at " + end))
        .stream()
        .toList();
  }

  private Supplier<List<Condition>> occasionally(Supplier<List<Condition>> probe) {
    return new Supplier<>() {
      private List<Condition> found = List.of();
      private Instant next = Instant.MIN;

      @Override
      public List<Condition> get() {
        Instant now = clock.instant();
        if (!now.isBefore(next)) {
          next = now.plus(OCCASIONALLY);
          found = probe.get();
        }
        return found;
      }
    };
  }
}
