package dev.weft.gateway;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.ThreadState;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Message;
import dev.weft.chat.message.Reaction;
import dev.weft.chat.timeline.ResolvedEntry;
import dev.weft.gateway.meta.Extra;
import dev.weft.gateway.meta.Json;
import dev.weft.gateway.meta.MessageJson;
import dev.weft.gateway.meta.StreamBodies;
import dev.weft.msync.MessageBody;
import dev.weft.sync.HistoryFormat;
import dev.weft.sync.RoamingHistory.Item;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Messages as clients read them from history (MSYNC, section 13): as when they came, with the
/// thread that hangs on them and their reactions.
public final class HistoryMetas implements HistoryFormat {

  @Override
  public byte[] encoded(App app, Item item) {
    Message message = item.message();
    Extra extra = Extra.decode(item.resolved().entry().data());
    MessageBody.Builder body = StreamBodies.fetched(Renderer.body(app.key(), message, extra));
    ObjectNode meta = MessageJson.meta(message);
    if (item.overview() != null) {
      meta.set("thread_overview", overview(item.overview()));
    }
    if (!item.reactions().isEmpty()) {
      ArrayNode reactions = meta.putArray("reaction");
      item.reactions().forEach(one -> reactions.add(reaction(one)));
    }
    if (!meta.isEmpty()) {
      body.setMeta(Json.text(meta));
    }
    return Renderer.meta(app.key(), message, message.id().value())
        .setPayload(body.build().toByteString())
        .addAllExt(extra.ext())
        .build()
        .toByteArray();
  }

  @Override
  public List<UserId> readers(byte[] extra) {
    return Extra.decode(extra).readers().stream().map(UserId::of).toList();
  }

  @Override
  public boolean mayRead(ResolvedEntry resolved, UserId user) {
    return Renderer.isFor(
        Extra.decode(resolved.entry().data()), Objects.requireNonNull(resolved.message()), user);
  }

  private static ObjectNode overview(ThreadState state) {
    ChatThread thread = state.thread();
    ObjectNode overview = Json.object();
    overview.put("id", thread.id().toString());
    overview.put("muc_parent_id", thread.group().toString());
    overview.put("name", thread.name());
    overview.set(
        "last_message",
        state.newest() == null ? Json.object() : MessageJson.lastMessage(state.newest()));
    overview.put("create_timestamp", thread.created().toEpochMilli());
    overview.put("update_timestamp", thread.changed().toEpochMilli());
    overview.put("message_count", thread.messageCount());
    return overview;
  }

  private static ObjectNode reaction(Reaction reaction) {
    ObjectNode json = Json.object();
    json.put("reaction", reaction.text());
    json.put("count", reaction.count());
    json.put("state", reaction.own());
    ArrayNode users = json.putArray("userList");
    reaction.users().stream().map(UserId::value).forEach(users::add);
    return json;
  }
}
