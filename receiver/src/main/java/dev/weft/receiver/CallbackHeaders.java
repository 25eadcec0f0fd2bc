package dev.weft.receiver;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
    Map<String, String> byName = new TreeMap<>();
    headers.forEach(
        (name, values) -> {
          // The JDK's HTTP classes keep the status line under a null name.
          if (name != null) {
            byName.merge(
                name.toLowerCase(Locale.ROOT), String.join(" ", values), (a, b) -> a + " " + b);
          }
        });
    return name -> byName.get(name.toLowerCase(Locale.ROOT));
  }
}
