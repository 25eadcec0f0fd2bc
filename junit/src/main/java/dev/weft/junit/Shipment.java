package dev.weft.junit;

import java.net.URI;
import java.time.Instant;
import java.util.Comparator;

/// A callback that waits for its time.
///
/// @param place among those that are due at the same time
/// @param number tells apart what has the same place
record Shipment(Instant due, double place, long number, URI url, String body) {

  static final Comparator<Shipment> ORDER =
      Comparator.comparing(Shipment::due)
          .thenComparingDouble(Shipment::place)
          .thenComparingLong(Shipment::number);
}
