package dev.weft.delivery;

/// Is notified of what delivery does, to count it. Called often and from many threads: it must be
/// quick, and what it throws is nobody's business but its own.
public interface DeliveryListener {

  /// For those who do not listen.
  DeliveryListener NONE = new DeliveryListener() {};

  /// An attempt has ended; nothing of it is durable yet.
  default void attempted(Endpoint endpoint, Attempt attempt) {}

  /// The rule stands otherwise with its endpoint than before; nothing of it is durable yet.
  default void healthChanged(Endpoint endpoint, EndpointHealth health) {}

  /// The attempt and its verdict are durable.
  default void settled(Attempt attempt) {}

  /// So many attempts became durable in one transaction.
  default void settledTogether(int attempts) {}

  /// A callback's time in exception storage is over. This is durable.
  default void expired(ExpiredCallback callback) {}
}
