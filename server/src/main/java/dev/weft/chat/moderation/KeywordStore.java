package dev.weft.chat.moderation;

import dev.weft.app.AppId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Optional;

/// Where keyword lists are kept. Every change counts in the app's version.
public interface KeywordStore {

  /// Keeps a list in place of the one of its id.
  void put(Tx tx, AppId app, KeywordList list);

  Optional<KeywordList> find(Snapshot snapshot, AppId app, String id);

  /// Lists by the time they were made.
  List<KeywordList> lists(Snapshot snapshot, AppId app);

  /// Deletes a list with its keywords.
  void delete(Tx tx, AppId app, String list);

  /// Keeps a keyword in place of the one of its id.
  void put(Tx tx, AppId app, Keyword keyword);

  Optional<Keyword> findKeyword(Snapshot snapshot, AppId app, String list, String id);

  /// Whether a list has this word already.
  boolean hasWord(Snapshot snapshot, AppId app, String list, String word);

  long count(Snapshot snapshot, AppId app, String list);

  /// Keywords of a list that contain `part`, by their words, from number `offset`.
  List<Keyword> containing(
      Snapshot snapshot, AppId app, String list, String part, int offset, int limit);

  long countContaining(Snapshot snapshot, AppId app, String list, String part);

  /// False if there is none.
  boolean deleteKeyword(Tx tx, AppId app, String list, String id);

  /// The words of a list, by their text; `after` is the last one that was read before.
  List<String> words(Snapshot snapshot, AppId app, String list, String after, int limit);

  /// Grows with every change of the app's lists; 0 before the first.
  long version(Snapshot snapshot, AppId app);
}
