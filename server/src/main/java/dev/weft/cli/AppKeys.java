package dev.weft.cli;

import dev.weft.app.AppKey;
import dev.weft.config.BadSettingException;

/// App keys on the command line.
final class AppKeys {

  private AppKeys() {}

  static AppKey parse(String text) {
    return AppKey.parse(text)
        .orElseThrow(
            () ->
                new BadSettingException(
                    "\"" + text + "\" is not an app key: write it as 'org#app', in quotes"));
  }
}
