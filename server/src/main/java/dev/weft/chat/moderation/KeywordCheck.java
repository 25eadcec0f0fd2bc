package dev.weft.chat.moderation;

import dev.weft.chat.moderation.KeywordList.Scope;
import dev.weft.chat.moderation.WordMatcher.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The keyword lists of an app, ready to judge texts. Pure.
///
/// A text with a keyword of a refusing list is refused; one with keywords of replacing lists alone
/// is suspect, and told without them. What stands inside a keyword of an allow list offends nobody.
public final class KeywordCheck {

  private static final String MASK = "***";

  private final List<Part> parts;

  /// One list.
  record Part(KeywordList list, WordMatcher words) {}

  KeywordCheck(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /// Whether there is no list at all.
  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /// Judges a text by the lists of these scopes.
  public Judgement judge(String text, Set<Scope> scopes) {
    List<Found> allowed = find(text, scopes, Disposition.PASS);
    List<Found> refused = without(find(text, scopes, Disposition.REJECT), allowed);
    List<Found> replaced = without(find(text, scopes, Disposition.EXCHANGE), allowed);
    if (refused.isEmpty() && replaced.isEmpty()) {
      return Judgement.PASSED;
    }
    List<Found> all = new ArrayList<>(refused);
    all.addAll(replaced);
    all.sort(Comparator.comparingInt(Found::start));
    Set<String> words = new LinkedHashSet<>();
    all.forEach(found -> words.add(found.word()));
    return new Judgement(
        refused.isEmpty() ? Judgement.Type.REVIEWED : Judgement.Type.REJECT,
        "违禁",
        "BAN",
        masked(text, all),
        List.copyOf(words));
  }

  /// Judges a text by all lists that are for every conversation.
  public Judgement judge(String text) {
    return judge(text, EnumSet.of(Scope.ALL));
  }

  private List<Found> find(String text, Set<Scope> scopes, Disposition disposition) {
    List<Found> found = new ArrayList<>();
    for (Part part : parts) {
      if (part.list().disposition() != disposition || !scopes.contains(part.list().scope())) {
        continue;
      }
      if (!part.list().fullMatch()) {
        found.addAll(part.words().find(text));
      } else if (part.words().isWord(text)) {
        found.add(new Found(text, 0, text.length()));
      }
    }
    return found;
  }

  private static List<Found> without(List<Found> found, List<Found> allowed) {
    return found.stream().filter(one -> allowed.stream().noneMatch(one::isWithin)).toList();
  }

  /// @param found by their places; they may overlap
  private static String masked(String text, List<Found> found) {
    StringBuilder masked = new StringBuilder(text.length());
    int done = 0;
    for (Found one : found) {
      if (one.start() >= done) {
        masked.append(text, done, one.start()).append(MASK);
      }
      done = Math.max(done, one.end());
    }
    return masked.append(text, done, text.length()).toString();
  }
}
