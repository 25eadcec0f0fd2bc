package dev.weft;

import dev.weft.chat.ChatLimits;
import dev.weft.chat.file.ChatFiles;
import dev.weft.config.BadSettingException;
import dev.weft.config.Settings;
import dev.weft.config.Settings.CallbackSettings;
import dev.weft.config.Settings.ChatSettings;
import dev.weft.config.Settings.TelemetrySettings;
import dev.weft.config.Settings.TlsSettings;
import dev.weft.delivery.DeliverySettings;
import dev.weft.delivery.engine.HttpSender;
import dev.weft.loop.Loops;
import dev.weft.outbound.Cidr;
import dev.weft.outbound.OutboundClient;
import dev.weft.telemetry.Collector;
import dev.weft.web.proxy.ForwardedHeader;
import dev.weft.web.proxy.ProxyRules;
import dev.weft.web.tls.CertificateFiles;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Settings in the terms of the rooms they are for.
final class Configured {

  private Configured() {}

  /// The name in callbacks: the configured one, or the machine's.
  static String nodeName(Settings settings) {
    String name = settings.server().nodeName();
    if (!name.isEmpty()) {
      return name;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "weft";
    }
  }

  /// Where operators are answered, if not at the address of the API.
  static Optional<ListenAddress> management(Settings settings) {
    String text = settings.server().management();
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(ListenAddress.parse("server.management", text));
  }

  /// Whether a receiver of callbacks is built in: where only this machine reaches the server, with
  /// no proxy in front and no other address for operators.
  static boolean hasBin(Settings settings, ListenAddress address) {
    return address.isLoopback()
        && settings.server().publicUrl().isEmpty()
        && settings.server().trustedProxies().isEmpty()
        && settings.server().management().isEmpty();
  }

  static List<Cidr> allowed(Settings settings) {
    return networks("callback.allow", settings.callback().allow());
  }

  private static List<Cidr> networks(String key, List<String> texts) {
    try {
      return texts.stream().map(Cidr::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new BadSettingException("the setting \"" + key + "\": " + e.getMessage());
    }
  }

  /// What full URLs begin with, without a slash at the end; empty if nothing is set.
  static Optional<String> publicUrl(Settings settings) {
    String text = settings.server().publicUrl().replaceAll("/+$", "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.matches("https?://[^\\s/?#@]+(/[^\\s?#]*)?")) {
      throw new BadSettingException(
          "the setting \"server.publicUrl\" must be a URL such as https://chat.example.com, not \""
              + text
              + '"');
    }
    return Optional.of(text);
  }

  /// How to tell who a client is.
  static ProxyRules proxies(Settings settings) {
    List<Cidr> trusted = networks("server.trustedProxies", settings.server().trustedProxies());
    ForwardedHeader header =
        ForwardedHeader.of(settings.server().forwardedHeader())
            .orElseThrow(
                () ->
                    new BadSettingException(
                        "the setting \"server.forwardedHeader\" must be X-Forwarded-For or"
                            + " Forwarded"));
    return new ProxyRules(
        publicUrl(settings),
        address -> trusted.stream().anyMatch(network -> network.contains(address)),
        header,
        false);
  }

  /// Where clients that speak TLS are answered.
  static Optional<ListenAddress> tls(Settings settings) {
    String text = settings.server().tls().listen();
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(ListenAddress.parse("server.tls.listen", text));
  }

  /// The certificate of this server; empty without TLS.
  static Optional<CertificateFiles> certificate(Settings settings, Loops loops) {
    TlsSettings tls = settings.server().tls();
    if (tls.listen().isEmpty()) {
      return Optional.empty();
    }
    if (tls.certificate().isEmpty() || tls.key().isEmpty()) {
      throw new BadSettingException(
          "server.tls.listen needs server.tls.certificate and server.tls.key beside it");
    }
    try {
      return Optional.of(
          new CertificateFiles(Path.of(tls.certificate()), Path.of(tls.key()), loops));
    } catch (CertificateFiles.UnusableException e) {
      throw new BadSettingException(String.valueOf(e.getMessage()));
    }
  }

  static ZoneId storageZone(Settings settings) {
    try {
      return ZoneId.of(settings.callback().storageZone());
    } catch (DateTimeException e) {
      throw new BadSettingException(
          "the setting \"callback.storageZone\" must be a time zone such as UTC+8 or Europe/Berlin,"
              + " not \""
              + settings.callback().storageZone()
              + '"');
    }
  }

  static OutboundClient.Limits outboundLimits(CallbackSettings callback) {
    return new OutboundClient.Limits(
        Duration.ofSeconds(callback.attemptSeconds()),
        Duration.ofSeconds(callback.connectionSeconds()),
        HttpSender.MAX_ANSWER_BYTES);
  }

  static DeliverySettings deliveryBounds(CallbackSettings callback) {
    return DeliverySettings.of(
        callback.attempts(),
        callback.attemptsPerRule(),
        callback.lanes(),
        (long) callback.bodyMegabytes() << 20);
  }

  static ChatFiles.Limits fileLimits(ChatSettings chat) {
    return new ChatFiles.Limits(chat.fileMaxBytes(), Duration.ofDays(chat.fileDays()));
  }

  static ChatLimits chatLimits(ChatSettings chat) {
    return new ChatLimits(
        chat.recalls() ? Duration.ofSeconds(chat.recallWindowSeconds()) : ChatLimits.NO_RECALLS,
        chat.editsPerMessage(),
        chat.threadsPerApp(),
        chat.threadsPerUser(),
        chat.adminsPerGroup(),
        chat.groupsPerApp(),
        chat.groupsPerUser(),
        chat.roomsPerApp(),
        chat.roomsPerUser(),
        chat.strictTargets());
  }

  /// Where traces and metrics go; empty if nobody wants them.
  static Optional<Collector> collector(Settings settings) {
    TelemetrySettings telemetry = settings.telemetry();
    if (telemetry.url().isEmpty()) {
      return Optional.empty();
    }
    if (!telemetry.url().matches("https?://[^\\s?#]+")) {
      throw new BadSettingException(
          "the setting \"telemetry.url\" must be an http or https URL such as"
              + " http://127.0.0.1:4318, without the path /v1/traces");
    }
    return Optional.of(
        new Collector(
            telemetry.url().replaceAll("/+$", ""),
            headers(telemetry),
            Version.number(),
            nodeName(settings)));
  }

  private static Map<String, String> headers(TelemetrySettings telemetry) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String header : telemetry.headers()) {
      int equals = header.indexOf('=');
      if (equals < 1) {
        throw new BadSettingException(
            "the setting \"telemetry.headers\" must be a list of NAME=VALUE, such as"
                + " Authorization=Bearer abc");
      }
      headers.put(header.substring(0, equals).strip(), header.substring(equals + 1).strip());
    }
    return headers;
  }
}
