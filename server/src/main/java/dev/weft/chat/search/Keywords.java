package dev.weft.chat.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

  private final List<List<Pattern>> keywords;
  private final boolean all;

  private Keywords(List<List<Pattern>> keywords, boolean all) {
    this.keywords = keywords;
    this.all = all;
  }

  /// Looks for these.
  ///
  /// @param all whether a text must have every keyword; else one is enough
  public static Keywords of(List<String> keywords, boolean all, SearchMode mode) {
    return new Keywords(keywords.stream().map(each -> parts(each, mode)).toList(), all);
  }

  private static List<Pattern> parts(String keyword, SearchMode mode) {
    String text = keyword.strip();
    return switch (mode) {
      case EXACT -> List.of(Pattern.compile(Pattern.quote(text), CASE));
      case PHRASE -> List.of(phrase(text));
      case DEFAULT, FUZZY -> pieces(text, mode == SearchMode.FUZZY);
    };
  }

  private static Pattern phrase(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(Pattern.quote(matcher.group()));
    }
    return words.isEmpty()
        ? Pattern.compile(Pattern.quote(text), CASE)
        : Pattern.compile(String.join("[^\\p{L}\\p{M}\\p{N}]+", words), CASE);
  }

  private static List<Pattern> pieces(String text, boolean fuzzy) {
    List<Pattern> pieces = new ArrayList<>();
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
      pieces.add(Pattern.compile(Pattern.quote(text), CASE));
    }
    return pieces;
  }

  private static void addPairs(List<Pattern> pieces, String run) {
    int[] letters = run.codePoints().toArray();
    if (letters.length == 1) {
      pieces.add(Pattern.compile(Pattern.quote(run), CASE));
    }
    for (int i = 0; i + 1 < letters.length; i++) {
      pieces.add(Pattern.compile(Pattern.quote(new String(letters, i, 2)), CASE));
    }
  }

  private static void addSpaced(List<Pattern> pieces, String word, boolean fuzzy) {
    if (word.isEmpty()) {
      return;
    }
    int[] letters = word.codePoints().toArray();
    if (!fuzzy || letters.length < FUZZY_LETTERS) {
      pieces.add(Pattern.compile(Pattern.quote(word), CASE));
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
    pieces.add(Pattern.compile("\\b(?:" + String.join("|", near) + ")\\b", CASE));
  }

  /// What a text has of it; empty if that is not enough.
  public Optional<Found> in(String text) {
    List<Span> spans = new ArrayList<>();
    int had = 0;
    for (List<Pattern> keyword : keywords) {
      int before = spans.size();
      keyword.forEach(piece -> add(spans, piece.matcher(text)));
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
