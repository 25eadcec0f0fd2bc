package dev.weft.chat.push;

import java.util.Optional;
import java.util.stream.Stream;

/// One setting of a user, by the vendor's name for it.
public enum PushSetting {
  /// 0 shows that there is a message, 1 shows who sent it and what it says.
  DISPLAY_STYLE("notification_display_style"),
  /// Whether nothing is shown during some hours of the day.
  NO_DISTURBING("notification_no_disturbing"),
  /// The hour at which that begins, 0 to 24.
  NO_DISTURBING_START("notification_no_disturbing_start"),
  /// The hour at which that ends, 0 to 24.
  NO_DISTURBING_END("notification_no_disturbing_end"),
  /// The language of notifications, as the translation service names it.
  LANGUAGE("language"),
  /// The template of notifications that the user has chosen.
  TEMPLATE("templateName");

  private final String word;

  PushSetting(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Optional<PushSetting> of(String word) {
    return Stream.of(values()).filter(setting -> setting.word.equals(word)).findFirst();
  }
}
