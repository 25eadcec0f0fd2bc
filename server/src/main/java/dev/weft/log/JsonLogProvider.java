package dev.weft.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// Makes loggers that write one JSON object a line. [#choose] must be called before the first
/// logger is made.
public final class JsonLogProvider implements SLF4JServiceProvider {

  private static final String OURS = "dev.weft";
  private static final String LEVEL = "weft.log.level";

  private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new NOPMDCAdapter();

  /// For SLF4J, which finds it by name.
  public JsonLogProvider() {}

  /// From now on, this is how the program logs.
  ///
  /// @param level of Weft's own loggers: `error`, `warn`, `info`, `debug` or `trace`
  public static void choose(String level) {
    System.setProperty("slf4j.provider", JsonLogProvider.class.getName());
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.setProperty(LEVEL, level);
  }

  /// Libraries tell of what they cannot do; what they repeat of broken connections, we tell once.
  private static Level level(String logger) {
    if (logger.equals(OURS) || logger.startsWith(OURS + ".")) {
      return Level.valueOf(System.getProperty(LEVEL, "info").toUpperCase(java.util.Locale.ROOT));
    }
    return logger.startsWith("com.zaxxer.hikari") || logger.startsWith("org.sqlite")
        ? Level.ERROR
        : Level.WARN;
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return name -> loggers.computeIfAbsent(name, each -> new JsonLogger(each, level(each)));
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {}
}
