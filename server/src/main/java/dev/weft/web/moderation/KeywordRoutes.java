package dev.weft.web.moderation;

import dev.weft.chat.moderation.Disposition;
import dev.weft.chat.moderation.Keyword;
import dev.weft.chat.moderation.KeywordList;
import dev.weft.chat.moderation.KeywordList.Scope;
import dev.weft.chat.moderation.KeywordLists;
import dev.weft.chat.moderation.KeywordLists.Counted;
import dev.weft.chat.moderation.KeywordLists.Part;
import dev.weft.chat.moderation.KeywordLists.Wanted;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.UnkeyedHandler;
import dev.weft.web.api.VendorException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Keyword lists (VENDOR-2026, section 2.5). Their answers have an envelope of their own: `status`,
/// and `entity` or `entities`.
public final class KeywordRoutes {

  private static final Rate RATE = Rate.of("moderation");
  private static final int MAX_NAME = 32;
  private static final int MAX_WORD = 128;
  private static final int MAX_NEW = 200;
  private static final int MAX_BATCH = 100;
  private static final int DEFAULT_PAGE = 10;
  private static final int MAX_PAGE = 200;

  private final KeywordLists lists;

  public KeywordRoutes(KeywordLists lists) {
    this.lists = lists;
  }

  public void addTo(Routes routes) {
    String list = "/moderation/text/list";
    routes
        .add("POST", list, RATE, this::create)
        .add("POST", list + "/search", RATE, (UnkeyedHandler) this::search)
        .add("PUT", list + "/{}", RATE, this::modify)
        .add("DELETE", list + "/{}", RATE, this::delete)
        .add("POST", list + "/{}/word/batch", RATE, this::addWords)
        .add("DELETE", list + "/{}/word/batch", RATE, this::deleteWords)
        .add("POST", list + "/{}/word", RATE, (UnkeyedHandler) this::searchWords)
        .add("PUT", list + "/{}/word", RATE, this::modifyWord)
        .add("DELETE", list + "/{}/word", RATE, this::deleteWord);
  }

  private Answer create(Call call) {
    JsonBody body = call.json();
    Wanted wanted = wanted(body);
    List<String> words = words(body.ids("textContexts").orElse(List.of()), MAX_NEW);
    String user = body.id("userId").orElse("");
    Counted made = lists.create(call.app(), wanted, words, user);
    Part part = lists.search(call.app(), made.list().id(), "", 0, MAX_NEW);
    return entity(withWords(call, made, part.keywords()));
  }

  private static Wanted wanted(JsonBody body) {
    String name = given(body, "name");
    if (name.codePointCount(0, name.length()) > MAX_NAME) {
      throw bad("name is longer than " + MAX_NAME);
    }
    return new Wanted(
        name,
        word(Scope.values(), given(body, "scope"), "scope"),
        body.id("tagId").orElse(""),
        body.flag("fullMatch").orElse(false),
        word(Disposition.values(), given(body, "disposition"), "disposition"));
  }

  private static String given(JsonBody body, String field) {
    return body.id(field)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> bad("request param is empty"));
  }

  private static <E extends Enum<E>> E word(E[] values, String word, String field) {
    return Stream.of(values)
        .filter(value -> value.name().equals(word))
        .findFirst()
        .orElseThrow(() -> bad(field + " is invalid"));
  }

  private static List<String> words(List<String> words, int most) {
    if (words.isEmpty()) {
      throw bad("request data is empty");
    }
    if (words.size() > most) {
      throw bad("The text count exceeds the maximum number");
    }
    words.forEach(KeywordRoutes::shortEnough);
    return words;
  }

  private static String shortEnough(String word) {
    if (word.isBlank() || word.codePointCount(0, word.length()) > MAX_WORD) {
      throw bad("a keyword has 1 to " + MAX_WORD + " characters");
    }
    return word;
  }

  private Answer modify(Call call) {
    return entity(list(call, lists.modify(call.app(), call.parameter(0), wanted(call.json()))));
  }

  private Answer delete(Call call) {
    lists.delete(call.app(), call.parameter(0));
    return new Answer.Document(200, Map.of("status", "OK"));
  }

  private Answer search(Call call) {
    JsonBody body = call.json();
    Optional<String> name = body.id("name").filter(text -> !text.isEmpty());
    Optional<String> tag = body.id("tagId").filter(text -> !text.isEmpty());
    List<Counted> found =
        lists.list(call.app()).stream()
            .filter(each -> name.isEmpty() || name.get().equals(each.list().name()))
            .filter(each -> tag.isEmpty() || tag.get().equals(each.list().tag()))
            .toList();
    int size = size(body);
    int page = page(body);
    List<Map<String, Object>> shown =
        found.stream().skip((long) page * size).limit(size).map(each -> list(call, each)).toList();
    return page(shown, page, size, found.size());
  }

  private static int size(JsonBody body) {
    long size = body.number("size").orElse((long) DEFAULT_PAGE);
    if (size < 1 || size > MAX_PAGE) {
      throw bad("size must be between 1 and " + MAX_PAGE);
    }
    return (int) size;
  }

  private static int page(JsonBody body) {
    long page = body.number("page").orElse(0L);
    if (page < 0 || page > 1_000_000) {
      throw bad("page is invalid");
    }
    return (int) page;
  }

  private Answer addWords(Call call) {
    JsonBody body = call.json();
    List<String> words = words(body.ids("wordContents").orElse(List.of()), MAX_BATCH);
    String id = call.parameter(0);
    List<Keyword> added = lists.add(call.app(), id, words, body.id("userId").orElse(""));
    return entity(withWords(call, lists.get(call.app(), id), added));
  }

  private Answer modifyWord(Call call) {
    JsonBody body = call.json();
    Keyword changed =
        lists.modify(
            call.app(),
            call.parameter(0),
            given(body, "id"),
            shortEnough(given(body, "word")),
            body.id("userId").orElse(""));
    return entity(keyword(call, changed));
  }

  private Answer searchWords(Call call) {
    JsonBody body = call.json();
    int size = size(body);
    int page = page(body);
    Part part =
        lists.search(call.app(), call.parameter(0), body.id("word").orElse(""), page * size, size);
    return page(
        part.keywords().stream().map(each -> keyword(call, each)).toList(),
        page,
        size,
        part.total());
  }

  private Answer deleteWord(Call call) {
    String id = call.query().text("wordId").orElseThrow(() -> bad("request param is empty"));
    return deleted(call, List.of(id));
  }

  private Answer deleteWords(Call call) {
    List<String> ids = call.json().ids("wordIds").orElse(List.of());
    if (ids.isEmpty() || ids.size() > MAX_BATCH) {
      throw bad("wordIds size must be between 1 and " + MAX_BATCH);
    }
    return deleted(call, ids);
  }

  private Answer deleted(Call call, List<String> ids) {
    return entity(lists.delete(call.app(), call.parameter(0), ids));
  }

  private static Answer entity(Object entity) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("status", "OK");
    answer.put("entity", entity);
    return new Answer.Document(200, answer);
  }

  private static Answer page(List<Map<String, Object>> shown, int page, int size, long total) {
    long pages = (total + size - 1) / size;
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("status", "OK");
    answer.put("entities", shown);
    answer.put("first", page == 0);
    answer.put("last", page >= pages - 1);
    answer.put("size", size);
    answer.put("number", page);
    answer.put("numberOfElements", shown.size());
    answer.put("totalPages", pages);
    answer.put("totalElements", total);
    return new Answer.Document(200, answer);
  }

  private static Map<String, Object> withWords(Call call, Counted counted, List<Keyword> keywords) {
    Map<String, Object> json = list(call, counted);
    json.put("textList", keywords.stream().map(each -> keyword(call, each)).toList());
    return json;
  }

  private static Map<String, Object> list(Call call, Counted counted) {
    KeywordList list = counted.list();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", list.id());
    json.put("name", list.name());
    json.put("moderationId", list.id());
    json.put("appkey", call.app().key().toString());
    json.put("category", "DEFAULT");
    json.put("scope", list.scope().name());
    json.put("tagId", list.tag());
    json.put("fullMatch", list.fullMatch());
    json.put("suggestion", list.disposition().name());
    json.put("disposition", list.disposition().name());
    json.put("quantity", counted.quantity());
    json.put("status", "ACTIVE");
    json.put("createDataTime", list.created().toEpochMilli());
    json.put("updateDataTime", list.updated().toEpochMilli());
    return json;
  }

  private static Map<String, Object> keyword(Call call, Keyword keyword) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", keyword.id());
    json.put("appId", call.app().uuid().toString());
    json.put("word", keyword.word());
    json.put("userId", keyword.user());
    json.put("listId", keyword.list());
    json.put("status", true);
    json.put("createDateTime", keyword.created().toEpochMilli());
    json.put("updateDateTime", keyword.updated().toEpochMilli());
    return json;
  }

  private static VendorException bad(String description) {
    return new VendorException(400, "Bad Request", "ModerationException", description);
  }
}
