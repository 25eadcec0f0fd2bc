package dev.weft.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the addresses of a host name.
public interface Resolver {

  /// The addresses of `host`, at least one.
  ///
  /// @throws UnknownHostException if there are none, or none were found in time
  List<InetAddress> resolve(String host, Duration within) throws UnknownHostException;

  /// The same, on somebody's account.
  ///
  /// @param share null for nobody's
  /// @throws LookUpNotMadeException if the account is used up
  default List<InetAddress> resolve(String host, Duration within, @Nullable LookUpShare share)
      throws UnknownHostException {
    return resolve(host, within);
  }
}
