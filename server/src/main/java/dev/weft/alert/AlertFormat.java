package dev.weft.alert;

import java.util.Locale;
import java.util.Optional;

/// In which form a notice is sent.
public enum AlertFormat {
  /// A Standard Webhooks event, for programs.
  WEBHOOK,
  /// An incoming webhook of Slack, and of what takes the same (Mattermost, Rocket.Chat).
  SLACK,
  /// A custom robot of DingTalk.
  DINGTALK,
  /// A custom bot of Feishu (Lark).
  FEISHU,
  /// A group robot of WeCom.
  WECOM;

  /// The format of this name, whatever its case.
  public static Optional<AlertFormat> of(String name) {
    for (AlertFormat format : values()) {
      if (format.name().equalsIgnoreCase(name)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /// Its name in settings.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isChinese() {
    return this == DINGTALK || this == FEISHU || this == WECOM;
  }
}
