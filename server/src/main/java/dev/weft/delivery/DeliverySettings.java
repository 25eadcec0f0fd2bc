package dev.weft.delivery;

/// The bounds of delivery. All of them are per process.
///
/// @param attempts in flight at once, over all rules: each costs a socket, buffers and, with TLS,
///   some 50 KB
/// @param attemptsPerRule in flight at once for one rule: at 100 ms an answer this is 640 callbacks
///   a second, and an endpoint that hangs occupies no more than this
/// @param lanes in memory, over all rules, at some 300 bytes each
/// @param lanesPerRule in memory for one rule
/// @param rowsPerLane deliveries in memory for one lane
/// @param bodyBytes of deliveries in memory that wait for their turn; beyond it they are read from
///   the store when their turn comes
public record DeliverySettings(
    int attempts,
    int attemptsPerRule,
    int lanes,
    int lanesPerRule,
    int rowsPerLane,
    long bodyBytes) {

  /// One rule may have this part of the lanes in memory.
  private static final int PARTS_OF_LANES = 16;

  /// A lane that has more waiting reads on from the store when these have left.
  private static final int ROWS_PER_LANE = 64;

  public static final DeliverySettings DEFAULT = of(4_096, 64, 65_536, 64L << 20);

  /// The bounds that an operator chooses; the others follow from them.
  public static DeliverySettings of(int attempts, int attemptsPerRule, int lanes, long bodyBytes) {
    return new DeliverySettings(
        attempts, attemptsPerRule, lanes, lanes / PARTS_OF_LANES, ROWS_PER_LANE, bodyBytes);
  }
}
