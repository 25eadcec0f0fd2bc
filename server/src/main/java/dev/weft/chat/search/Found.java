package dev.weft.chat.search;

import dev.weft.chat.search.Keywords.Span;
import java.util.ArrayList;
import java.util.List;

/// What was found in a text.
public final class Found {

  private final String text;
  private final List<Span> spans;
  private final double score;

  Found(String text, List<Span> spans, double score) {
    this.text = text;
    this.spans = spans;
    this.score = score;
  }

  /// How much of the text it is; more is better.
  public double score() {
    return score;
  }

  /// The whole text with what was found between two tags.
  public String marked(String before, String after) {
    return marked(0, text.length(), before, after);
  }

  /// Pieces of the text around what was found, with that between two tags.
  ///
  /// @param size letters of a piece, tags aside
  /// @param count pieces at most
  public List<String> pieces(int size, int count, String before, String after) {
    List<String> pieces = new ArrayList<>();
    int done = 0;
    for (Span span : spans) {
      if (pieces.size() == count) {
        break;
      }
      if (span.start() >= done) {
        int around = Math.max(0, size - (span.end() - span.start()));
        int start = whole(Math.max(done, span.start() - around / 2));
        int end = whole(Math.min(text.length(), Math.max(start + size, span.end())));
        pieces.add(marked(start, end, before, after));
        done = end;
      }
    }
    return pieces;
  }

  /// No letter is cut in two.
  private int whole(int place) {
    return place > 0 && place < text.length() && Character.isLowSurrogate(text.charAt(place))
        ? place - 1
        : place;
  }

  private String marked(int start, int end, String before, String after) {
    StringBuilder marked = new StringBuilder();
    int at = start;
    for (Span span : spans) {
      if (span.end() > start && span.start() < end) {
        int from = Math.max(at, span.start());
        int to = Math.min(end, span.end());
        marked.append(text, at, from).append(before).append(text, from, to).append(after);
        at = to;
      }
    }
    return marked.append(text, at, end).toString();
  }
}
