package dev.weft.delivery.lane;

import dev.weft.delivery.Delivery;
import java.util.List;

/// Which deliveries have been read from the store already. One that is handed over late may have
/// been read before, delivered, and forgotten with its lane; then it must not come once more.
///
/// Lanes share a number of places, so that it may take a delivery for read that was not: that costs
/// a reading.
final class LastRead {

  private static final int PLACES = 4_096;

  /// The largest id that was read of any lane of this place.
  private final long[] places = new long[PLACES];

  void note(List<Delivery> rows) {
    for (Delivery row : rows) {
      int place = place(row);
      places[place] = Math.max(places[place], row.id());
    }
  }

  /// False if the delivery was certainly not read yet.
  boolean mayHave(Delivery delivery) {
    return delivery.id() <= places[place(delivery)];
  }

  private static int place(Delivery delivery) {
    return Math.floorMod(delivery.lane().hashCode(), PLACES);
  }
}
