package dev.weft.chat.moderation;

import dev.weft.app.App;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.moderation.KeywordList.Scope;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The keyword lists of apps: made, changed, searched, and made ready to judge texts.
public final class KeywordLists {

  /// Lists of one app, and keywords of one list (vendor's bounds).
  private static final int MAX_LISTS = 100;

  private static final int MAX_WORDS = 10_000;

  /// Apps whose lists are ready in memory: each can have a million words, most have a few.
  private static final int MAX_READY = 16;

  private static final int PAGE = 1_000;

  private final Transactions transactions;
  private final KeywordStore store;
  private final Clock clock;
  private final Map<Long, Ready> ready =
      new LinkedHashMap<>(MAX_READY, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Ready> eldest) {
          return size() > MAX_READY;
        }
      };

  /// @param version of the app's lists when they were read
  private record Ready(long version, KeywordCheck check) {}

  public KeywordLists(Transactions transactions, KeywordStore store, Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.clock = clock;
  }

  /// What a caller says of a list.
  public record Wanted(
      String name, Scope scope, String tag, boolean fullMatch, Disposition disposition) {}

  /// A list and how many keywords it has.
  public record Counted(KeywordList list, long quantity) {}

  /// One page of keywords, and how many there are.
  public record Part(List<Keyword> keywords, long total) {
    public Part {
      keywords = List.copyOf(keywords);
    }
  }

  /// Makes a list.
  ///
  /// @param words each once; blank ones are left out
  /// @throws RefusedException with [Refusal.KeywordsRefused]
  public Counted create(App app, Wanted wanted, List<String> words, String user) {
    return transactions.call(
        tx -> {
          List<KeywordList> lists = store.lists(tx, app.id());
          if (lists.size() >= MAX_LISTS) {
            throw refused("The textList count exceeds the maximum number");
          }
          requireFree(lists, wanted.name(), "");
          Instant now = clock.instant();
          KeywordList list =
              new KeywordList(
                  newId(),
                  wanted.name(),
                  wanted.scope(),
                  wanted.tag(),
                  wanted.fullMatch(),
                  wanted.disposition(),
                  now,
                  now);
          store.put(tx, app.id(), list);
          add(tx, app, list, words, user);
          return counted(tx, app, list);
        });
  }

  private static void requireFree(List<KeywordList> lists, String name, String own) {
    if (lists.stream().anyMatch(list -> list.name().equals(name) && !list.id().equals(own))) {
      throw refused("The textList already exists");
    }
  }

  /// Changes a list; its keywords stay.
  ///
  /// @throws RefusedException with [Refusal.KeywordsRefused]
  public Counted modify(App app, String id, Wanted wanted) {
    return transactions.call(
        tx -> {
          KeywordList list = find(tx, app, id);
          requireFree(store.lists(tx, app.id()), wanted.name(), id);
          KeywordList changed =
              list.changed(
                  wanted.name(),
                  wanted.scope(),
                  wanted.tag(),
                  wanted.fullMatch(),
                  wanted.disposition(),
                  clock.instant());
          store.put(tx, app.id(), changed);
          return counted(tx, app, changed);
        });
  }

  /// A list as it is.
  ///
  /// @throws RefusedException with [Refusal.KeywordsRefused]
  public Counted get(App app, String id) {
    return transactions.read(snapshot -> counted(snapshot, app, find(snapshot, app, id)));
  }

  /// All lists of an app, the oldest first.
  public List<Counted> list(App app) {
    return transactions.read(
        snapshot ->
            store.lists(snapshot, app.id()).stream()
                .map(list -> counted(snapshot, app, list))
                .toList());
  }

  /// Deletes a list with its keywords.
  ///
  /// @throws RefusedException with [Refusal.KeywordsRefused]
  public void delete(App app, String id) {
    transactions.run(
        tx -> {
          KeywordList _ = find(tx, app, id);
          store.delete(tx, app.id(), id);
        });
  }

  /// Adds keywords and answers them.
  ///
  /// @throws RefusedException with [Refusal.KeywordsRefused] if there are too many, or one is there
  public List<Keyword> add(App app, String id, List<String> words, String user) {
    return transactions.call(
        tx -> {
          KeywordList list = find(tx, app, id);
          for (String word : words) {
            if (store.hasWord(tx, app.id(), id, word)) {
              throw refused("The textList already contains the text");
            }
          }
          return add(tx, app, list, words, user);
        });
  }

  private List<Keyword> add(Tx tx, App app, KeywordList list, List<String> words, String user) {
    List<String> given = words.stream().filter(word -> !word.isBlank()).distinct().toList();
    if (store.count(tx, app.id(), list.id()) + given.size() > MAX_WORDS) {
      throw refused("The text count exceeds the maximum number");
    }
    Instant now = clock.instant();
    List<Keyword> added = new ArrayList<>();
    for (String word : given) {
      Keyword keyword = new Keyword(newId(), list.id(), word, user, now, now);
      store.put(tx, app.id(), keyword);
      added.add(keyword);
    }
    return added;
  }

  /// Changes one keyword.
  ///
  /// @throws RefusedException with [Refusal.KeywordsRefused]
  public Keyword modify(App app, String list, String id, String word, String user) {
    return transactions.call(
        tx -> {
          Keyword old =
              store
                  .findKeyword(tx, app.id(), list, id)
                  .orElseThrow(() -> refused("text data is empty"));
          if (!old.word().equals(word) && store.hasWord(tx, app.id(), list, word)) {
            throw refused("The textList already contains the text");
          }
          Keyword changed = new Keyword(id, list, word, user, old.created(), clock.instant());
          store.put(tx, app.id(), changed);
          return changed;
        });
  }

  /// Keywords of a list that contain `part`.
  ///
  /// @throws RefusedException with [Refusal.KeywordsRefused]
  public Part search(App app, String list, String part, int offset, int limit) {
    return transactions.read(
        snapshot -> {
          KeywordList _ = find(snapshot, app, list);
          return new Part(
              store.containing(snapshot, app.id(), list, part, offset, limit),
              store.countContaining(snapshot, app.id(), list, part));
        });
  }

  /// Deletes keywords; those that are not there are left out of the count that is answered.
  ///
  /// @throws RefusedException with [Refusal.KeywordsRefused]
  public int delete(App app, String list, List<String> ids) {
    return transactions.call(
        tx -> {
          KeywordList _ = find(tx, app, list);
          return (int)
              ids.stream()
                  .distinct()
                  .filter(id -> store.deleteKeyword(tx, app.id(), list, id))
                  .count();
        });
  }

  /// The lists of an app, ready to judge. They are read again when they have changed.
  public KeywordCheck check(App app) {
    long version = transactions.read(snapshot -> store.version(snapshot, app.id()));
    Optional<Ready> known;
    synchronized (ready) {
      known = Optional.ofNullable(ready.get(app.id().value()));
    }
    if (known.isPresent() && known.get().version() == version) {
      return known.get().check();
    }
    Ready fresh = transactions.read(snapshot -> read(snapshot, app));
    synchronized (ready) {
      ready.put(app.id().value(), fresh);
    }
    return fresh.check();
  }

  private Ready read(Snapshot snapshot, App app) {
    long version = store.version(snapshot, app.id());
    List<KeywordCheck.Part> parts = new ArrayList<>();
    for (KeywordList list : store.lists(snapshot, app.id())) {
      parts.add(new KeywordCheck.Part(list, new WordMatcher(words(snapshot, app, list.id()))));
    }
    return new Ready(version, new KeywordCheck(parts));
  }

  private List<String> words(Snapshot snapshot, App app, String list) {
    List<String> words = new ArrayList<>();
    List<String> page;
    do {
      String last = words.isEmpty() ? "" : words.getLast();
      page = store.words(snapshot, app.id(), list, last, PAGE);
      words.addAll(page);
    } while (page.size() == PAGE);
    return words;
  }

  private Counted counted(Snapshot snapshot, App app, KeywordList list) {
    return new Counted(list, store.count(snapshot, app.id(), list.id()));
  }

  private KeywordList find(Snapshot snapshot, App app, String id) {
    return store.find(snapshot, app.id(), id).orElseThrow(() -> refused("textList data is empty"));
  }

  private static RefusedException refused(String reason) {
    return new RefusedException(new Refusal.KeywordsRefused(reason));
  }

  private static String newId() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
