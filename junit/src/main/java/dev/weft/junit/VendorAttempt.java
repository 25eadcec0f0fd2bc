package dev.weft.junit;

import java.net.URI;
import java.time.Instant;

/// One request of the vendor's cloud to the app.
///
/// @param at in the vendor's time, see [Vendor#now]
/// @param number 1, or 2 for the only retry
/// @param status what the app answered; 0 if no answer came in time
/// @param body as it was sent
public record VendorAttempt(Instant at, URI url, int number, int status, String body) {

  /// Exactly status 200 is a success (vendor).
  public boolean succeeded() {
    return status == 200;
  }
}
