package dev.weft.web.client;

import dev.weft.app.Actor;
import dev.weft.app.UserId;
import dev.weft.chat.Content;
import dev.weft.chat.JsonObjects;
import dev.weft.chat.Message;
import dev.weft.chat.MessageType;
import dev.weft.chat.search.Found;
import dev.weft.chat.search.SearchedText;
import dev.weft.sync.MessageSearch;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.UnkeyedHandler;
import dev.weft.web.client.SearchBody.Wanted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Messages of a user by what they say (VENDOR-2026, section 2.3: message_search_rest).
public final class SearchRoutes {

  private static final Rate RATE = Rate.of("search");

  /// The vendor's code for a search that would take too much.
  private static final int TOO_BROAD = 4_000_006;

  private final MessageSearch search;

  public SearchRoutes(MessageSearch search) {
    this.search = search;
  }

  public void addTo(Routes routes) {
    routes.add(
        "POST", "/users/{}/messages/search/get", Access.MEMBER, RATE, (UnkeyedHandler) this::find);
  }

  /// A message that was found.
  ///
  /// @param field where in its content
  private record Hit(Message message, Map<String, Object> content, String field, Found found) {}

  private Answer find(Call call) {
    UserId user = ClientCall.self(call, 0);
    Wanted wanted;
    try {
      wanted = SearchBody.read(call, user);
    } catch (SearchBody.RefusedBodyException e) {
      return refused(call, e.code(), String.valueOf(e.getMessage()));
    }
    Optional<List<Hit>> found =
        search.find(
            call.app(),
            user,
            wanted.range(),
            wanted.keywords().grams(),
            message -> match(message, wanted));
    if (found.isEmpty()) {
      return refused(
          call,
          TOO_BROAD,
          "there are more than %d messages to look at: ask again in a moment, when they are indexed, or name fewer conversations, a shorter time or a longer keyword"
              .formatted(MessageSearch.MOST));
    }
    return page(call, wanted, found.get());
  }

  private static Optional<Hit> match(Message message, Wanted wanted) {
    MessageType type = message.content().type();
    if (!wanted.types().contains(type)) {
      return Optional.empty();
    }
    return SearchedText.of(message.content())
        .flatMap(wanted.keywords()::in)
        .map(
            found ->
                new Hit(
                    message,
                    FoundContent.of(type, message.content().body()),
                    "content." + FoundContent.field(type),
                    found));
  }

  private static Answer page(Call call, Wanted wanted, List<Hit> hits) {
    List<Hit> sorted = new ArrayList<>(hits);
    // An imported message has a new id and an old time.
    Comparator<Hit> oldest =
        Comparator.<Hit, Instant>comparing(hit -> hit.message().sent())
            .thenComparingLong(hit -> hit.message().id().value());
    sorted.sort(
        switch (wanted.sort()) {
          case OLDEST -> oldest;
          case NEWEST -> oldest.reversed();
          case RELEVANCE ->
              Comparator.<Hit>comparingDouble(hit -> -hit.found().score())
                  .thenComparing(oldest.reversed());
        });
    int from = Math.min(sorted.size(), (wanted.page() - 1) * wanted.size());
    int to = Math.min(sorted.size(), from + wanted.size());
    List<Map<String, Object>> list =
        sorted.subList(from, to).stream().map(hit -> json(call, wanted, hit)).toList();
    Map<String, Object> pages = new LinkedHashMap<>();
    pages.put("totalPages", (sorted.size() + wanted.size() - 1) / wanted.size());
    pages.put("page", wanted.page());
    pages.put("count", list.size());
    pages.put("isFinished", to == sorted.size() ? 1 : 0);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("list", list);
    data.put("pagination", pages);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("data", data);
    answer.put("meta", meta(call));
    return new Answer.Document(200, answer);
  }

  private static Map<String, Object> json(Call call, Wanted wanted, Hit hit) {
    Message message = hit.message();
    boolean pair = message.to().isUser();
    Map<String, Object> json = new LinkedHashMap<>();
    // The page for app servers shows a number, of which a browser would lose the last digits.
    json.put(
        "messageId",
        call.actor() instanceof Actor.Member
            ? (Object) message.id().toString()
            : message.id().value());
    json.put("appKey", call.app().key().toString());
    json.put("conversationType", pair ? "chat" : "groupchat");
    json.put("contentType", FoundContent.word(message.content().type()));
    json.put("sentTime", message.sent().toEpochMilli());
    json.put("senderId", message.from().value());
    json.put("receiverId", message.to().id());
    json.put("content", hit.content());
    if (!message.content().ext().equals(Content.NO_EXT)) {
      json.put("ext", JsonObjects.fields(message.content().ext()));
    }
    wanted
        .highlight()
        .ifPresent(light -> json.put("highlight", Map.of(hit.field(), light.of(hit.found()))));
    if (wanted.sort() == SearchBody.Sort.RELEVANCE) {
      json.put("relevanceScore", hit.found().score());
    }
    return json;
  }

  /// The vendor's page names codes and no shape for them: this one is ours.
  private static Answer refused(Call call, int code, String message) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("code", code);
    answer.put("message", message);
    answer.put("meta", meta(call));
    return new Answer.Document(400, answer);
  }

  private static Map<String, Object> meta(Call call) {
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("timestamp", call.started());
    meta.put(
        "requestId", call.header("x-request-id").orElseGet(() -> UUID.randomUUID().toString()));
    return meta;
  }
}
