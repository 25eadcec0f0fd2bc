package dev.weft.cluster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a node is, as the database knows it.
///
/// @param number its part of the ids it makes, 0 to 255
/// @param health `live`, `leaving`, or `silent` if its lease has run out and nobody has taken over
/// @param leaseMs what is left of its lease, not below zero; null for the only node of a file
/// @param partitions how many it delivers
/// @param undelivered callbacks in them
/// @param oldest when the event of the oldest of them was; null if there is none
public record NodeStatus(
    int number,
    String name,
    String version,
    String url,
    String health,
    @Nullable Long leaseMs,
    int partitions,
    long undelivered,
    @Nullable Instant oldest) {}
