package dev.weft;

import dev.weft.config.BadSettingException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;

/// The address the HTTP API listens on, as it was set.
///
/// @param port 0 takes a free one
record ListenAddress(String host, int port) {

  /// Reads `HOST:PORT`.
  ///
  /// @throws BadSettingException if it is not that
  static ListenAddress parse(String key, String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    String port = text.substring(colon + 1);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
      throw new BadSettingException(
          "the setting \"" + key + "\" must be HOST:PORT, such as 127.0.0.1:8081");
    }
    return new ListenAddress(
        bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(port));
  }

  /// Makes sure that it can be listened on, and says in words why not.
  ///
  /// @throws BadSettingException if it cannot
  void check() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address(), port));
    } catch (UnknownHostException e) {
      throw refusal("no such host is known; give --host an address of this machine", e);
    } catch (BindException e) {
      throw refusal(
          String.valueOf(e.getMessage()).contains("already in use")
              ? "another program does; stop it or give --port another"
              : e.getMessage() + "; give --host and --port others",
          e);
    } catch (IOException e) {
      throw refusal(e.getMessage() + "; give --host and --port others", e);
    }
  }

  /// What to say when somebody else has begun to listen since [#check].
  BadSettingException taken(Exception cause) {
    return refusal("another program does; stop it or give --port another", cause);
  }

  /// Where the server listens.
  ///
  /// @throws BadSettingException if no such host is known
  InetSocketAddress socket() {
    try {
      return new InetSocketAddress(address(), port);
    } catch (UnknownHostException e) {
      throw refusal("no such host is known; give --host an address of this machine", e);
    }
  }

  private InetAddress address() throws UnknownHostException {
    return InetAddress.getAllByName(host)[0];
  }

  private BadSettingException refusal(String reason, Exception cause) {
    BadSettingException refusal =
        new BadSettingException("cannot listen on " + host + " port " + port + ": " + reason);
    refusal.initCause(cause);
    return refusal;
  }

  /// How this machine reaches the server that listens on `actualPort`: by loopback if it listens
  /// everywhere.
  URI url(int actualPort) {
    return URI.create(HttpAddress.of(isEverywhere() ? "127.0.0.1" : host, actualPort));
  }

  /// The same with the address in place of a name.
  URI literalUrl(int actualPort) {
    return URI.create(HttpAddress.of(socket().getAddress().getHostAddress(), actualPort));
  }

  /// Whether only this machine can reach it.
  boolean isLoopback() {
    try {
      return address().isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private boolean isEverywhere() {
    try {
      return address().isAnyLocalAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
