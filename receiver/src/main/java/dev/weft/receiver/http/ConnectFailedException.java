package dev.weft.receiver.http;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/// No address of a server could be connected to. The message names each address and what it did:
/// "connection refused by 127.0.0.1:3000 and [::1]:3000".
public final class ConnectFailedException extends IOException {

  private static final long serialVersionUID = 1;

  private final boolean refused;

  ConnectFailedException(String sentence) {
    super(sentence);
    this.refused = false;
  }

  ConnectFailedException(List<FailedAddress> addresses) {
    super(sentence(addresses));
    this.refused =
        !addresses.isEmpty()
            && addresses.stream().allMatch(one -> one.reason().equals(FailedAddress.REFUSED));
    addresses.forEach(one -> addSuppressed(one.cause()));
  }

  /// Whether every address said no: the machine is there, and nobody listens on the port.
  public boolean isRefused() {
    return refused;
  }

  private static String sentence(List<FailedAddress> addresses) {
    if (addresses.stream().map(FailedAddress::reason).distinct().count() == 1) {
      String all =
          addresses.stream().map(FailedAddress::shown).collect(Collectors.joining(" and "));
      String reason = addresses.get(0).reason();
      return reason.equals(FailedAddress.REFUSED) ? reason + " by " + all : all + ": " + reason;
    }
    return addresses.stream()
        .map(one -> one.shown() + ": " + one.reason())
        .collect(Collectors.joining("; "));
  }
}
