package dev.weft.receiver;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The request's headers, in whatever shape the web framework has them.
///
/// `headers.first(name)` answers for any letter case, as HTTP asks.
@FunctionalInterface
public interface CallbackHeaders {

  @Nullable String first(String name);

  /// Several lines of one header become one value, with a space between, which is also how
  /// `webhook-signature` lists its signatures.
  static CallbackHeaders of(Map<String, List<String>> headers) {
    return name -> {
      String found = null;
      for (Map.Entry<String, List<String>> header : headers.entrySet()) {
        // The JDK's HTTP classes keep the status line under a null name.
        if (name.equalsIgnoreCase(header.getKey())) {
          List<String> lines = header.getValue();
          String value = lines.size() == 1 ? lines.get(0) : String.join(" ", lines);
          found = found == null ? value : found + " " + value;
        }
      }
      return found;
    };
  }
}
