package dev.weft.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import tools.jackson.databind.json.JsonMapper;

/// Writes `{"time","level","logger","message",...}` to standard error. What stands as `name={}` in
/// a message becomes a field of this name.
final class JsonLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Clock CLOCK = Clock.systemUTC();

  /// ` name={}` or ` name="{}"` in a message.
  private static final Pattern FIELD = Pattern.compile("\\s*\\b([A-Za-z_]\\w*)=(\"?)\\{}\\2");

  private final Level level;

  JsonLogger(String name, Level level) {
    this.name = name;
    this.level = level;
  }

  private boolean logs(Level of) {
    return of.toInt() >= level.toInt();
  }

  @Override
  public boolean isTraceEnabled() {
    return logs(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return logs(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return logs(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return logs(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return logs(Level.ERROR);
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level of,
      @Nullable Marker marker,
      @Nullable String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable cause) {
    Map<String, Object> line =
        line(
            of,
            name,
            pattern == null ? "" : pattern,
            arguments == null ? new Object[0] : arguments);
    if (cause != null) {
      StringWriter stack = new StringWriter();
      cause.printStackTrace(new PrintWriter(stack));
      line.put("stack", stack.toString());
    }
    System.err.println(JSON.writeValueAsString(line));
  }

  static Map<String, Object> line(Level level, String name, String pattern, Object[] arguments) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", CLOCK.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    line.put("level", level.name());
    line.put("logger", name);
    line.put("message", "");
    StringBuilder rest = new StringBuilder();
    Object[] others = new Object[arguments.length];
    int next = 0;
    int other = 0;
    int from = 0;
    Matcher field = FIELD.matcher(pattern);
    while (field.find()) {
      String between = pattern.substring(from, field.start());
      int placeholders = placeholders(between);
      for (int i = 0; i < placeholders && next < arguments.length; i++) {
        others[other++] = arguments[next++];
      }
      rest.append(between);
      if (next < arguments.length) {
        line.putIfAbsent(field.group(1), value(arguments[next++]));
      }
      from = field.end();
    }
    rest.append(pattern.substring(from));
    while (next < arguments.length) {
      others[other++] = arguments[next++];
    }
    line.put("message", MessageFormatter.basicArrayFormat(rest.toString().strip(), others));
    return line;
  }

  private static int placeholders(String text) {
    return (text.length() - text.replace("{}", "").length()) / 2;
  }

  private static Object value(@Nullable Object argument) {
    return argument instanceof Number || argument instanceof Boolean
        ? argument
        : String.valueOf(argument);
  }
}
