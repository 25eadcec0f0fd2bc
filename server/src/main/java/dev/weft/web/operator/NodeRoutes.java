package dev.weft.web.operator;

import dev.weft.cluster.NodeList;
import dev.weft.cluster.NodeStatus;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The nodes that share the database, over REST.
public final class NodeRoutes {

  private static final Rate RATE = Rate.of("callback-nodes");

  private final NodeList nodes;

  public NodeRoutes(NodeList nodes) {
    this.nodes = nodes;
  }

  public void addTo(Routes routes) {
    routes.add("GET", "/callbacks/nodes", Access.VIEWER, RATE, this::list);
  }

  private Answer list(Call call) {
    List<Map<String, Object>> data = nodes.nodes().stream().map(NodeRoutes::json).toList();
    return Envelope.of(call).with("data", data).with("count", data.size()).answer();
  }

  static Map<String, Object> json(NodeStatus node) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("node", node.number());
    json.put("name", node.name());
    json.put("version", node.version());
    json.put("url", node.url());
    json.put("health", node.health());
    if (node.leaseMs() != null) {
      json.put("lease_ms", node.leaseMs());
    }
    json.put("partitions", node.partitions());
    json.put("undelivered", node.undelivered());
    if (node.oldest() != null) {
      json.put("oldest", node.oldest().toEpochMilli());
    }
    return json;
  }
}
