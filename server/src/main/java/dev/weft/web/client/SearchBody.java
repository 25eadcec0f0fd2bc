package dev.weft.web.client;

import dev.weft.app.UserId;
import dev.weft.chat.MessageType;
import dev.weft.chat.search.Found;
import dev.weft.chat.search.Keywords;
import dev.weft.chat.search.SearchMode;
import dev.weft.sync.ConversationRef;
import dev.weft.sync.MessageSearch;
import dev.weft.web.api.Call;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.VendorException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Reads what a search is for.
final class SearchBody {

  /// The vendor's code for what is wrong with a search.
  private static final int INVALID = 4_000_005;

  private static final int MAX_LETTERS = 120;
  private static final int MAX_KEYWORDS = 5;
  private static final int MAX_CONVERSATIONS = 20;
  private static final int MAX_NAME = 512;
  private static final int MAX_TAG = 32;
  private static final int MAX_SIZE = 100;
  private static final int MAX_REACH = 10_000;
  private static final int MAX_PIECE = 10_000;
  private static final int MAX_PIECES = 100;
  private static final Duration MAX_TIME = Duration.ofDays(90);
  private static final Set<MessageType> SEARCHED =
      Set.of(
          MessageType.TXT, MessageType.IMG, MessageType.VIDEO, MessageType.FILE, MessageType.LOC);

  private final JsonBody data;
  private final UserId user;

  private SearchBody(JsonBody data, UserId user) {
    this.data = data;
    this.user = user;
  }

  /// The order of what was found.
  enum Sort {
    RELEVANCE,
    NEWEST,
    OLDEST
  }

  /// How what was found is shown in its text.
  ///
  /// @param count 0 for the whole text
  record Highlight(int size, int count, String before, String after) {
    List<String> of(Found found) {
      return count == 0
          ? List.of(found.marked(before, after))
          : found.pieces(size, count, before, after);
    }
  }

  /// What a search is for.
  record Wanted(
      Keywords keywords,
      MessageSearch.Range range,
      Set<MessageType> types,
      Sort sort,
      int page,
      int size,
      Optional<Highlight> highlight) {}

  /// The body is not a search.
  static final class RefusedBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    RefusedBodyException(String message) {
      super(message, null, false, false);
      code = INVALID;
    }

    int code() {
      return code;
    }
  }

  static Wanted read(Call call, UserId user) throws RefusedBodyException {
    try {
      JsonBody data =
          call.json().object("data").orElseThrow(() -> new RefusedBodyException("data is missing"));
      return new SearchBody(data, user).wanted();
    } catch (VendorException e) {
      throw new RefusedBodyException(e.description());
    }
  }

  private Wanted wanted() throws RefusedBodyException {
    boolean all =
        switch (data.text("keywordMatch").orElse("any")) {
          case "any" -> false;
          case "all" -> true;
          default -> throw new RefusedBodyException("keywordMatch is any or all");
        };
    SearchMode mode =
        SearchMode.of(data.text("searchMode").orElse("default"))
            .orElseThrow(
                () -> new RefusedBodyException("searchMode is default, exact, phrase or fuzzy"));
    Sort sort =
        switch (data.text("sort").orElse("relevance:desc")) {
          case "relevance:desc" -> Sort.RELEVANCE;
          case "sentTime:desc" -> Sort.NEWEST;
          case "sentTime:asc" -> Sort.OLDEST;
          default ->
              throw new RefusedBodyException(
                  "sort is relevance:desc, sentTime:desc or sentTime:asc");
        };
    int page = number("page", 1, 1, MAX_REACH);
    int size = number("size", 20, 1, MAX_SIZE);
    if (page * size > MAX_REACH) {
      throw new RefusedBodyException("page times size is more than " + MAX_REACH);
    }
    boolean extOnly =
        switch (data.text("searchExt").orElse("none")) {
          case "none", "with" -> false;
          case "only" -> true;
          default -> throw new RefusedBodyException("searchExt is none, with or only");
        };
    return new Wanted(
        Keywords.of(keywords(), all, mode),
        range(),
        extOnly ? Set.of() : types(),
        sort,
        page,
        size,
        highlight());
  }

  private List<String> keywords() throws RefusedBodyException {
    List<String> keywords = new ArrayList<>();
    if (data.has("keywords")) {
      keywords.addAll(texts("keywords").stream().distinct().toList());
    } else {
      keywords.add(data.text("keyword").orElse(""));
    }
    int letters = keywords.stream().mapToInt(SearchBody::letters).sum();
    if (keywords.isEmpty()
        || keywords.size() > MAX_KEYWORDS
        || letters > MAX_LETTERS
        || keywords.stream().anyMatch(String::isBlank)) {
      throw new RefusedBodyException(
          "keyword has 1 to %d letters; keywords are 1 to %d, of so many letters together"
              .formatted(MAX_LETTERS, MAX_KEYWORDS));
    }
    return keywords;
  }

  private static int letters(String text) {
    return text.codePointCount(0, text.length());
  }

  private MessageSearch.Range range() throws RefusedBodyException {
    Set<String> kinds = words("conversationType", Set.of("chat", "groupchat", "chatroom"));
    List<ConversationRef> conversations = new ArrayList<>();
    List<String> others = pairs();
    List<String> groups = texts("groupIds");
    List<String> rooms = texts("chatroomIds");
    if (others.size() + groups.size() + rooms.size() > MAX_CONVERSATIONS) {
      throw new RefusedBodyException("more than " + MAX_CONVERSATIONS + " conversations");
    }
    if (kinds.isEmpty() || kinds.contains("chat")) {
      others.forEach(other -> conversations.add(ConversationRef.user(other)));
    }
    if (kinds.isEmpty() || kinds.contains("groupchat")) {
      groups.forEach(group -> conversations.add(ConversationRef.group(group)));
    }
    boolean named = !others.isEmpty() || !groups.isEmpty() || !rooms.isEmpty();
    boolean everybody = others.isEmpty() && (kinds.isEmpty() ? !named : kinds.contains("chat"));
    Optional<Long> start = data.number("startTime");
    Optional<Long> end = data.number("endTime");
    if (start.isPresent() != end.isPresent()) {
      throw new RefusedBodyException("startTime and endTime come together");
    }
    if (start.isPresent()
        && (end.orElseThrow() < start.get()
            || Duration.between(Instant.ofEpochMilli(start.get()), Instant.ofEpochMilli(end.get()))
                    .compareTo(MAX_TIME)
                > 0)) {
      throw new RefusedBodyException("endTime is before startTime, or more than 90 days after it");
    }
    return new MessageSearch.Range(
        conversations.stream().distinct().toList(),
        everybody,
        start.map(Instant::ofEpochMilli).orElse(null),
        end.map(Instant::ofEpochMilli).orElse(null));
  }

  /// The other users of the pairs that are named.
  private List<String> pairs() throws RefusedBodyException {
    Optional<JsonNode> pairs = data.node("participantPairs");
    if (pairs.filter(node -> !node.isArray()).isPresent()) {
      // No list would stand for every single chat.
      throw new RefusedBodyException("participantPairs is a list of pairs");
    }
    List<String> others = new ArrayList<>();
    for (JsonNode pair : pairs.stream().flatMap(JsonNode::valueStream).toList()) {
      String one = pair.path("userId1").asString("");
      String other = pair.path("userId2").asString("");
      if (one.isEmpty()
          || other.isEmpty()
          || letters(one) > MAX_NAME
          || letters(other) > MAX_NAME) {
        throw new RefusedBodyException("a pair has userId1 and userId2");
      }
      if (UserId.of(one).isSameAs(user)) {
        others.add(other);
      } else if (UserId.of(other).isSameAs(user)) {
        others.add(one);
      } else {
        throw new RefusedBodyException("each pair must have the user who searches");
      }
    }
    return others;
  }

  private List<String> texts(String name) throws RefusedBodyException {
    Optional<JsonNode> node = data.node(name);
    if (node.isEmpty()) {
      return List.of();
    }
    if (!node.get().isArray()
        || node.get()
            .valueStream()
            .anyMatch(each -> !each.isString() || each.stringValue().isEmpty())) {
      throw new RefusedBodyException(name + " is a list of texts");
    }
    return node.get().valueStream().map(JsonNode::stringValue).toList();
  }

  private Set<MessageType> types() throws RefusedBodyException {
    Set<String> words =
        words("contentType", Set.of("text", "image", "video", "file", "location", "combine"));
    return words.isEmpty()
        ? SEARCHED
        : SEARCHED.stream()
            .filter(type -> words.contains(FoundContent.word(type)))
            .collect(Collectors.toUnmodifiableSet());
  }

  /// Words with commas between them.
  private Set<String> words(String name, Set<String> known) throws RefusedBodyException {
    Set<String> words =
        data.text(name).stream()
            .flatMap(text -> Stream.of(text.split(",", -1)))
            .map(String::strip)
            .filter(word -> !word.isEmpty())
            .collect(Collectors.toSet());
    if (!known.containsAll(words)) {
      throw new RefusedBodyException(name + " is of " + known);
    }
    return words;
  }

  private Optional<Highlight> highlight() throws RefusedBodyException {
    int size = number("highlightFragmentSize", 150, 1, MAX_PIECE);
    int count = number("highlightNumberOfFragments", 3, 0, MAX_PIECES);
    String before = data.text("highlightPreTags").orElse("<em>");
    String after = data.text("highlightPostTags").orElse("</em>");
    if (before.isEmpty()
        || after.isEmpty()
        || letters(before) > MAX_TAG
        || letters(after) > MAX_TAG) {
      throw new RefusedBodyException("tags have 1 to " + MAX_TAG + " letters");
    }
    return data.flag("highlightEnable").orElse(false)
        ? Optional.of(new Highlight(size, count, before, after))
        : Optional.empty();
  }

  private int number(String name, int otherwise, int least, int most) throws RefusedBodyException {
    long number = data.number(name).orElse((long) otherwise);
    if (number < least || number > most) {
      throw new RefusedBodyException(name + " is from " + least + " to " + most);
    }
    return (int) number;
  }
}
