package dev.weft.web.operator;

import dev.weft.cluster.NodeList;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import java.util.List;

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
    List<NodeJson> data = nodes.nodes().stream().map(NodeJson::of).toList();
    return Envelope.of(call).with("data", data).with("count", data.size()).answer();
  }
}
