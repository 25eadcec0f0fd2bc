package dev.weft.receiver.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.util.Locale;

/// An address that could not be connected to, and why.
record FailedAddress(InetSocketAddress address, IOException cause) {

  static final String REFUSED = "connection refused";

  /// `127.0.0.1:3000` or `[::1]:3000`.
  String shown() {
    InetAddress ip = address.getAddress();
    String text = ip.getHostAddress();
    if (ip instanceof Inet6Address v6) {
      text = "[" + (v6.isLoopbackAddress() ? "::1" : text) + "]";
    }
    return text + ":" + address.getPort();
  }

  String reason() {
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof SocketTimeoutException) {
      return "no answer in time";
    }
    if (cause instanceof NoRouteToHostException) {
      return "no route to it";
    }
    boolean refused = message.toLowerCase(Locale.ROOT).contains("refused");
    return cause instanceof ConnectException && refused ? REFUSED : message;
  }
}
