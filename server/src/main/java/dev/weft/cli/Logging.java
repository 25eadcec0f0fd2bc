package dev.weft.cli;

import dev.weft.config.BadSettingException;
import java.util.Set;

/// Sets the log level. It must be set before the first logger is made.
final class Logging {

  private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug", "trace");

  private Logging() {}

  static void level(String level) {
    if (!LEVELS.contains(level)) {
      throw new BadSettingException(
          "the setting \"log.level\" must be error, warn, info, debug or trace, not \""
              + level
              + "\"");
    }
    System.setProperty("org.slf4j.simpleLogger.log.dev.weft", level);
  }
}
