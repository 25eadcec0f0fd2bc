package dev.weft.spring;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How callbacks are received.
///
/// @param secret the signing secret of the rule; several with commas between, to change it
/// @param vendorSecret the secret of the rule in a vendor's console, if a vendor sends too
/// @param acceptUnsigned whether to believe callbacks without any signature
/// @param path where callbacks are posted to
/// @param tolerance how far a signature's time may be from this machine's
/// @param maxBody how large a body may be
/// @param maxWait how long a callback waits for the one before it in its thread
/// @param remember where to remember what was handled
/// @param handlerRequired whether the application fails to start when no bean handles callbacks
/// @param createTables whether to create the two tables if they are not there
@ConfigurationProperties("weft.receiver")
public record WeftReceiverProperties(
    @DefaultValue List<String> secret,
    @Nullable String vendorSecret,
    @DefaultValue("false") boolean acceptUnsigned,
    @DefaultValue("/weft/callbacks") String path,
    @DefaultValue("5m") Duration tolerance,
    @DefaultValue("1MB") DataSize maxBody,
    @DefaultValue("8s") Duration maxWait,
    @DefaultValue("memory") Remember remember,
    @DefaultValue("true") boolean handlerRequired,
    @DefaultValue("true") boolean createTables) {

  /// Where to remember what was handled.
  public enum Remember {
    /// Forgotten at a restart.
    MEMORY,
    /// A table, in one transaction with the handler.
    JDBC
  }

  /// Without the secrets.
  @Override
  public String toString() {
    return "WeftReceiverProperties[path=" + path + ", remember=" + remember + "]";
  }
}
