package dev.weft.config;

import java.util.List;

/// Every setting, read and checked. The defaults and what each means stand in `weft.yaml`.
public record Settings(
    ServerSettings server,
    StoreSettings store,
    LogSettings log,
    AppSettings app,
    ChatSettings chat,
    GatewaySettings gateway,
    CallbackSettings callback,
    AlertSettings alerts,
    MetricsSettings metrics,
    TelemetrySettings telemetry) {

  /// Section `server`.
  public record ServerSettings(
      String host,
      int port,
      String data,
      String nodeName,
      boolean vendorRates,
      String management,
      int connections,
      List<String> cors,
      String publicUrl,
      List<String> trustedProxies,
      String forwardedHeader,
      TlsSettings tls,
      String seed) {

    public ServerSettings {
      cors = List.copyOf(cors);
      trustedProxies = List.copyOf(trustedProxies);
    }
  }

  /// Section `server.tls`.
  public record TlsSettings(String listen, String certificate, String key) {}

  /// Section `store`. `toString` shows none of it: the address, too, may hold a password.
  public record StoreSettings(
      String database, String user, String password, String direct, int connections) {
    @Override
    public String toString() {
      return "StoreSettings[***]";
    }
  }

  /// Section `log`.
  public record LogSettings(String level, String format) {}

  /// Section `app`.
  public record AppSettings(int bcryptCost) {}

  /// Section `chat`.
  public record ChatSettings(
      int recallWindowSeconds,
      boolean recalls,
      int editsPerMessage,
      int threadsPerApp,
      int threadsPerUser,
      int adminsPerGroup,
      int groupsPerApp,
      int groupsPerUser,
      int roomsPerApp,
      int roomsPerUser,
      boolean strictTargets,
      boolean contactsOnly,
      int fileMaxBytes,
      int fileDays) {}

  /// Section `gateway`.
  public record GatewaySettings(
      int port,
      int connections,
      int devicesPerUser,
      int idleSeconds,
      int loginSeconds,
      int offlineDays) {}

  /// Section `callback`.
  public record CallbackSettings(
      int rulesPerApp,
      int logDays,
      List<String> allow,
      int storageDays,
      String storageZone,
      int attemptSeconds,
      int connectionSeconds,
      int attempts,
      int attemptsPerRule,
      int lanes,
      int bodyMegabytes) {

    public CallbackSettings {
      allow = List.copyOf(allow);
    }
  }

  /// Section `alerts`. `toString` shows none of it: the URL of a robot is a secret, too.
  public record AlertSettings(
      String url,
      String format,
      String secret,
      int backlogSeconds,
      int storageCallbacks,
      int diskMegabytes,
      int certificateDays) {
    @Override
    public String toString() {
      return "AlertSettings[***]";
    }
  }

  /// Section `metrics`.
  public record MetricsSettings(int rules) {}

  /// Section `telemetry`. `toString` shows none of it: headers hold keys.
  public record TelemetrySettings(
      String url, List<String> headers, int tracePercent, int metricsSeconds) {

    public TelemetrySettings {
      headers = List.copyOf(headers);
    }

    @Override
    public String toString() {
      return "TelemetrySettings[***]";
    }
  }
}
