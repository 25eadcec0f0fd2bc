package dev.weft.web.vendor;

import dev.weft.chat.Message;
import dev.weft.chat.ThreadId;
import dev.weft.chat.message.NewestMessages;
import dev.weft.chat.message.NewestMessages.Newest;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Rate;
import dev.weft.web.api.RefusalErrors;
import dev.weft.web.api.Routes;
import dev.weft.web.api.UnkeyedHandler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.util.RawValue;

/// `POST /thread/message`: the newest messages of up to 20 threads, for the list of threads of a
/// client (MSYNC contract, sections 10 and 12).
public final class ThreadMessageRoute {

  private static final int MAX_THREADS = 20;

  private final NewestMessages newest;

  public ThreadMessageRoute(NewestMessages newest) {
    this.newest = newest;
  }

  public void addTo(Routes routes) {
    routes.add(
        "POST",
        "/thread/message",
        Access.MEMBER,
        Rate.of("thread-message"),
        (UnkeyedHandler) this::newest);
  }

  private Answer newest(Call call) {
    List<String> ids =
        call.json(ThreadRoutes::unreadable).ids("threadIds").orElseThrow(ThreadRoutes::unreadable);
    if (ids.size() > MAX_THREADS) {
      throw RefusalErrors.thread(400, "request body reaches limit.");
    }
    List<ThreadId> threads =
        ids.stream().flatMap(id -> ThreadId.parse(id).stream()).distinct().toList();
    return Envelope.entities(
        call,
        newest.of(call.app(), call.actor(), threads).stream()
            .map(ThreadMessageRoute::entity)
            .toList());
  }

  private static Map<String, Object> entity(Newest one) {
    Map<String, Object> entity = new LinkedHashMap<>();
    entity.put("thread_id", one.thread().toString());
    entity.put("last_message", one.message().map(ThreadMessageRoute::json).orElse(Map.of()));
    return entity;
  }

  private static Map<String, Object> json(Message message) {
    String to = message.to().id();
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("bodies", List.of(new RawValue(message.content().body())));
    payload.put("ext", new RawValue(message.content().ext()));
    payload.put("from", message.from().value());
    payload.put("to", to);
    payload.put("type", "groupchat");
    payload.put("meta", Map.of());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", message.id().toString());
    json.put("from", message.from().value());
    json.put("to", to);
    json.put("timestamp", message.sent().toEpochMilli());
    json.put("payload", payload);
    return json;
  }
}
