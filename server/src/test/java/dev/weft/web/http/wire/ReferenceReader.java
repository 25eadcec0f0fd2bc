package dev.weft.web.http.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The grammar of RFC 9112 as plainly as it can be written, over text that is all there: what the
/// door's readers are compared with. Slow, without limits, and only for tests.
final class ReferenceReader {

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern LINE =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Z-]+) ([^ ]+) HTTP/1\\.([0-9])");
  private static final Pattern FIELD =
      Pattern.compile("(" + TOKEN + "):[ \t]*([\t\\x20-\\x7e\\x80-\\xff]*?)[ \t]*");
  private static final Pattern METHODS =
      Pattern.compile("GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|TRACE");
  private static final Pattern TARGET =
      Pattern.compile(
          "/[!-\"$-~]*|https?://(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._~%!$&'()*+,;=-]+)(:[0-9]*)?(?:[/?][!-\"$-~]*)?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._~%!$&'()*+,;=-]*)(:[0-9]*)?");
  private static final Pattern CHUNK =
      Pattern.compile("([0-9A-Fa-f]{1,15})([ \t]*;[\t\\x20-\\x7e\\x80-\\xff]*)?");

  private final String text;
  private final List<String> requests = new ArrayList<>();
  private int at;

  /// How a stream of requests ends.
  enum End {
    /// After a whole request.
    CLEAN,
    /// In the middle of what may still become one.
    OPEN,
    /// At something that is no request.
    BROKEN
  }

  /// What was read: each request as `METHOD target body`.
  record Result(List<String> requests, End end) {}

  private static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private static final class OpenException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private ReferenceReader(String text) {
    this.text = text;
  }

  static Result read(String text) {
    ReferenceReader reader = new ReferenceReader(text);
    return new Result(reader.requests, reader.readAll());
  }

  private End readAll() {
    try {
      while (true) {
        while (text.startsWith("\r\n", at)) {
          at += 2;
        }
        if (at == text.length()) {
          return End.CLEAN;
        }
        requests.add(request());
      }
    } catch (BrokenException e) {
      return End.BROKEN;
    } catch (OpenException e) {
      return End.OPEN;
    }
  }

  private String line() throws BrokenException, OpenException {
    int end = text.indexOf('\n', at);
    if (end < 0) {
      throw new OpenException();
    }
    if (end == at || text.charAt(end - 1) != '\r') {
      throw new BrokenException();
    }
    String line = text.substring(at, end - 1);
    at = end + 1;
    return line;
  }

  private String request() throws BrokenException, OpenException {
    Matcher line = matched(LINE, line());
    List<String[]> fields = fields();
    boolean http10 = line.group(3).equals("0");
    require(METHODS.matcher(line.group(1)).matches());
    require(
        TARGET.matcher(line.group(2)).matches()
            || (line.group(2).equals("*") && line.group(1).equals("OPTIONS")));
    List<String> hosts = values(fields, "host");
    require(hosts.size() == 1 || (http10 && hosts.isEmpty()));
    require(hosts.stream().allMatch(host -> HOST.matcher(host).matches()));
    return line.group(1) + " " + line.group(2) + " " + body(fields, http10);
  }

  private List<String[]> fields() throws BrokenException, OpenException {
    List<String> lines = new ArrayList<>();
    String line = line();
    while (!line.isEmpty()) {
      lines.add(line);
      line = line();
    }
    List<String[]> fields = new ArrayList<>();
    for (String each : lines) {
      Matcher field = matched(FIELD, each);
      fields.add(new String[] {field.group(1).toLowerCase(Locale.ROOT), field.group(2)});
    }
    return fields;
  }

  private static List<String> values(List<String[]> fields, String name) {
    return fields.stream().filter(field -> field[0].equals(name)).map(field -> field[1]).toList();
  }

  private String body(List<String[]> fields, boolean http10) throws BrokenException, OpenException {
    List<String> codings = values(fields, "transfer-encoding");
    List<String> lengths = values(fields, "content-length");
    if (!codings.isEmpty()) {
      require(!http10 && lengths.isEmpty());
      require(codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked"));
      return chunks();
    }
    if (lengths.isEmpty()) {
      return "";
    }
    require(lengths.stream().distinct().count() == 1);
    require(lengths.getFirst().matches("[0-9]{1,18}"));
    return take(Long.parseLong(lengths.getFirst()));
  }

  private String chunks() throws BrokenException, OpenException {
    StringBuilder body = new StringBuilder();
    while (true) {
      long size = Long.parseLong(matched(CHUNK, line()).group(1), 16);
      if (size == 0) {
        fields();
        return body.toString();
      }
      body.append(take(size));
      if (text.length() < at + 2) {
        // One byte may be wrong already.
        require(at == text.length() || text.charAt(at) == '\r');
        throw new OpenException();
      }
      require(text.startsWith("\r\n", at));
      at += 2;
    }
  }

  private String take(long length) throws OpenException {
    if (text.length() - at < length) {
      throw new OpenException();
    }
    String taken = text.substring(at, at + (int) length);
    at += (int) length;
    return taken;
  }

  private static Matcher matched(Pattern pattern, String text) throws BrokenException {
    Matcher matcher = pattern.matcher(text);
    require(matcher.matches());
    return matcher;
  }

  private static void require(boolean proper) throws BrokenException {
    if (!proper) {
      throw new BrokenException();
    }
  }
}
