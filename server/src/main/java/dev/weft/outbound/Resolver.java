package dev.weft.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/// Finds the addresses of a host name.
public interface Resolver {

  /// The addresses of `host`, at least one.
  ///
  /// @throws UnknownHostException if there are none, or none were found in time
  List<InetAddress> resolve(String host, Duration within) throws UnknownHostException;
}
