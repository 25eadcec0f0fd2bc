package dev.weft.outbound;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The first header fields of an answer, for people who ask why it was refused. Bounded in number
/// and in size; the values of fields that carry credentials are left out.
final class AnswerFields {

  /// The most fields that are kept.
  static final int MAX_FIELDS = 20;

  /// The most characters that all names and values have together.
  static final int MAX_CHARS = 2_048;

  private static final Set<String> CREDENTIALS =
      Set.of("set-cookie", "authorization", "proxy-authorization", "authentication-info");

  private static final String WITHHELD = "(withheld)";

  private final List<HttpField> kept = new ArrayList<>();
  private int chars;

  void add(String name, String value) {
    if (kept.size() == MAX_FIELDS || chars == MAX_CHARS) {
      return;
    }
    String text = CREDENTIALS.contains(name.toLowerCase(Locale.ROOT)) ? WITHHELD : printable(value);
    String shownName = cut(printable(name));
    chars += shownName.length();
    String shownValue = cut(text);
    chars += shownValue.length();
    kept.add(new HttpField(shownName, shownValue));
  }

  private String cut(String text) {
    return text.substring(0, Math.min(text.length(), MAX_CHARS - chars));
  }

  private static String printable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      clean.append(Character.isISOControl(c) && c != '\t' ? '\ufffd' : c);
    }
    return clean.toString();
  }

  List<HttpField> all() {
    return List.copyOf(kept);
  }
}
