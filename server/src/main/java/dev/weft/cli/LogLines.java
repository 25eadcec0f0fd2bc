package dev.weft.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/// Standard error of the server: what is logged as one line is one line there, and a bounded one.
///
/// Messages hold what others have sent: libraries quote it in their exceptions, and drivers quote
/// rows. A line end or an escape sequence in it would forge lines of the log, or move the cursor of
/// who reads it. Here is the one place that all of it passes.
final class LogLines extends PrintStream {

  /// Characters of one line.
  private static final int MOST = 16 * 1024;

  LogLines(OutputStream out, Charset charset) {
    super(out, false, charset);
  }

  @Override
  public void println(@Nullable String line) {
    super.println(oneLine(String.valueOf(line)));
  }

  @Override
  public void println(@Nullable Object line) {
    super.println(oneLine(String.valueOf(line)));
  }

  /// `text` with every character that is no part of a line of text as `\\uXXXX`, cut off after
  /// [#MOST].
  static String oneLine(String text) {
    if (text.length() <= MOST && text.chars().noneMatch(LogLines::isForeign)) {
      return text;
    }
    StringBuilder line = new StringBuilder(Math.min(text.length(), MOST) + 16);
    for (int i = 0; i < text.length(); i++) {
      if (line.length() >= MOST) {
        return line.append("...").toString();
      }
      char c = text.charAt(i);
      if (isForeign(c)) {
        line.append("\\u%04x".formatted((int) c));
      } else {
        line.append(c);
      }
    }
    return line.toString();
  }

  /// Control characters but for the tab, line ends of Unicode, and what turns the direction of
  /// text.
  private static boolean isForeign(int c) {
    return (Character.isISOControl(c) && c != '\t')
        || c == 0x2028
        || c == 0x2029
        || c == 0x061c
        || (c >= 0x200e && c <= 0x200f)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
