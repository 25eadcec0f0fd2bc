package dev.weft.chat.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What somebody looks for in texts, in any script. Case does not count.
public final class Keywords {

  /// Scripts that put no spaces between words.
  private static final Pattern UNSPACED =
      Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}\\p{IsThai}]+");

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
  private static final int CASE =
      Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;

  /// Shorter words have too many neighbours.
  private static final int FUZZY_LETTERS = 4;

  private final List<List<Part>> keywords;
  private final boolean all;

  /// A part of a keyword, each of which will do.
  ///
  /// @param grams what a text has that the pattern is found in; empty if that can be any text
  private record Part(Pattern pattern, Optional<GramQuery> grams) {

    static Part literal(String text) {
      return new Part(Pattern.compile(Pattern.quote(text), CASE), Grams.query(text));
    }
  }

  private Keywords(List<List<Part>> keywords, boolean all) {
    this.keywords = keywords;
    this.all = all;
  }

  /// Looks for these.
  ///
  /// @param all whether a text must have every keyword; else one is enough
  public static Keywords of(List<String> keywords, boolean all, SearchMode mode) {
    return new Keywords(keywords.stream().map(each -> parts(each, mode)).toList(), all);
  }

  private static List<Part> parts(String keyword, SearchMode mode) {
    String text = keyword.strip();
    return switch (mode) {
      case EXACT -> List.of(Part.literal(text));
      case PHRASE -> List.of(phrase(text));
      case DEFAULT, FUZZY -> pieces(text, mode == SearchMode.FUZZY);
    };
  }

  private static Part phrase(String text) {
    List<String> words = WORD.matcher(text).results().map(MatchResult::group).toList();
    if (words.isEmpty()) {
      return Part.literal(text);
    }
    Pattern inOrder =
        Pattern.compile(
            String.join("[^\\p{L}\\p{M}\\p{N}]+", words.stream().map(Pattern::quote).toList()),
            CASE);
    return new Part(inOrder, Grams.query(String.join(" ", words)));
  }

  private static List<Part> pieces(String text, boolean fuzzy) {
    List<Part> pieces = new ArrayList<>();
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      String word = words.group();
      Matcher unspaced = UNSPACED.matcher(word);
      int spaced = 0;
      while (unspaced.find()) {
        addSpaced(pieces, word.substring(spaced, unspaced.start()), fuzzy);
        addPairs(pieces, unspaced.group());
        spaced = unspaced.end();
      }
      addSpaced(pieces, word.substring(spaced), fuzzy);
    }
    if (pieces.isEmpty()) {
      pieces.add(Part.literal(text));
    }
    return pieces;
  }

  private static void addPairs(List<Part> pieces, String run) {
    int[] letters = run.codePoints().toArray();
    if (letters.length == 1) {
      pieces.add(Part.literal(run));
    }
    for (int i = 0; i + 1 < letters.length; i++) {
      pieces.add(Part.literal(new String(letters, i, 2)));
    }
  }

  private static void addSpaced(List<Part> pieces, String word, boolean fuzzy) {
    if (word.isEmpty()) {
      return;
    }
    int[] letters = word.codePoints().toArray();
    if (!fuzzy || letters.length < FUZZY_LETTERS) {
      pieces.add(Part.literal(word));
      return;
    }
    List<String> near = new ArrayList<>();
    near.add(Pattern.quote(word));
    for (int i = 0; i <= letters.length; i++) {
      String before = Pattern.quote(new String(letters, 0, i));
      near.add(before + "\\w" + Pattern.quote(new String(letters, i, letters.length - i)));
      if (i < letters.length) {
        String after = Pattern.quote(new String(letters, i + 1, letters.length - i - 1));
        near.add(before + "\\w?" + after);
      }
    }
    Pattern pattern = Pattern.compile("\\b(?:" + String.join("|", near) + ")\\b", CASE);
    pieces.add(new Part(pattern, oneHalf(letters)));
  }

  /// One wrong letter leaves one of the halves as it is.
  private static Optional<GramQuery> oneHalf(int[] letters) {
    int half = letters.length / 2;
    Optional<GramQuery> first = Grams.query(new String(letters, 0, half));
    Optional<GramQuery> second = Grams.query(new String(letters, half, letters.length - half));
    return first.flatMap(one -> second.map(other -> GramQuery.any(List.of(one, other))));
  }

  /// What a text must have that has enough of the keywords; empty if an index is no help, as for
  /// keywords of punctuation.
  public Optional<GramQuery> grams() {
    List<GramQuery> known = new ArrayList<>();
    for (List<Part> keyword : keywords) {
      List<GramQuery> parts = keyword.stream().flatMap(part -> part.grams().stream()).toList();
      if (parts.size() == keyword.size()) {
        known.add(GramQuery.any(parts));
      } else if (!all) {
        return Optional.empty();
      }
    }
    if (known.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(all ? GramQuery.all(known) : GramQuery.any(known));
  }

  /// What a text has of it; empty if that is not enough.
  public Optional<Found> in(String text) {
    List<Span> spans = new ArrayList<>();
    int had = 0;
    for (List<Part> keyword : keywords) {
      int before = spans.size();
      keyword.forEach(part -> add(spans, part.pattern().matcher(text)));
      had += spans.size() > before ? 1 : 0;
    }
    if (had == 0 || (all && had < keywords.size())) {
      return Optional.empty();
    }
    List<Span> merged = merged(spans);
    int letters = merged.stream().mapToInt(span -> span.end() - span.start()).sum();
    double score = had * letters / Math.sqrt(text.length());
    return Optional.of(new Found(text, merged, Math.round(score * 100) / 100.0));
  }

  private static void add(List<Span> spans, Matcher matcher) {
    while (matcher.find()) {
      if (matcher.end() > matcher.start()) {
        spans.add(new Span(matcher.start(), matcher.end()));
      }
    }
  }

  private static List<Span> merged(List<Span> spans) {
    List<Span> merged = new ArrayList<>();
    for (Span span : spans.stream().sorted(Comparator.comparingInt(Span::start)).toList()) {
      if (!merged.isEmpty() && merged.getLast().end() >= span.start()) {
        Span last = merged.removeLast();
        merged.add(new Span(last.start(), Math.max(last.end(), span.end())));
      } else {
        merged.add(span);
      }
    }
    return merged;
  }

  /// Where something stands in a text.
  ///
  /// @param end the place after its last letter
  record Span(int start, int end) {}
}
