package dev.weft.web.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.cluster.NodeStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/// A node of the installation as JSON. What there is not is null and left out.
///
/// @param oldest when its oldest undelivered callback was created, in milliseconds since 1970
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record NodeJson(
    int node,
    String name,
    String version,
    String url,
    String health,
    @Nullable Long leaseMs,
    int partitions,
    long undelivered,
    @Nullable Long oldest) {

  static NodeJson of(NodeStatus node) {
    return new NodeJson(
        node.number(),
        node.name(),
        node.version(),
        node.url(),
        node.health(),
        node.leaseMs(),
        node.partitions(),
        node.undelivered(),
        node.oldest() == null ? null : node.oldest().toEpochMilli());
  }
}
