package dev.weft;

import dev.weft.chat.ChatLimits;
import dev.weft.chat.file.ChatFiles;
import dev.weft.config.BadSettingException;
import dev.weft.config.Settings;
import dev.weft.config.Settings.CallbackSettings;
import dev.weft.config.Settings.ChatSettings;
import dev.weft.delivery.DeliverySettings;
import dev.weft.delivery.engine.HttpSender;
import dev.weft.outbound.Cidr;
import dev.weft.outbound.OutboundClient;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
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

  static List<Cidr> allowed(Settings settings) {
    try {
      return settings.callback().allow().stream().map(Cidr::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new BadSettingException("the setting \"callback.allow\": " + e.getMessage());
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
        Duration.ofSeconds(chat.recallWindowSeconds()),
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
}
