package dev.weft.cli.base;

import dev.weft.config.BadSettingException;
import dev.weft.config.Settings.LogSettings;
import dev.weft.log.JsonLogProvider;
import java.nio.file.Path;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Says what is logged, and where. It must be said before the first logger is made.
public final class Logging {

  private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug", "trace");

  private Logging() {}

  public static void begin(LogSettings settings) {
    String level = settings.level();
    if (!LEVELS.contains(level)) {
      throw new BadSettingException(
          "the setting \"log.level\" must be error, warn, info, debug or trace, not \""
              + level
              + "\"");
    }
    switch (settings.format()) {
      case "text" -> System.setProperty("org.slf4j.simpleLogger.log.dev.weft", level);
      case "json" -> JsonLogProvider.choose(level);
      default ->
          throw new BadSettingException(
              "the setting \"log.format\" must be text or json, not \"" + settings.format() + "\"");
    }
    quietLibraries();
  }

  /// Keeps the terminal free: everything goes to a file.
  public static void toFile(Path file) {
    System.setProperty("org.slf4j.simpleLogger.logFile", file.toString());
    Logger.getLogger("").setLevel(Level.OFF);
  }

  /// Some libraries log through the JDK. What they tell of themselves nobody asked for; a warning
  /// gets one line like ours.
  private static void quietLibraries() {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format",
        "%1$tY-%1$tm-%1$tdT%1$tT.%1$tL%1$tz %4$s %3$s %5$s%6$s%n");
    Logger.getLogger("").setLevel(Level.WARNING);
  }
}
