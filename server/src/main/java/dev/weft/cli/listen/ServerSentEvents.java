package dev.weft.cli.listen;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads an event stream (WHATWG HTML, server-sent events), as far as our server writes one.
final class ServerSentEvents {

  private final BufferedReader lines;

  ServerSentEvents(InputStream in) {
    lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /// What stands between two empty lines.
  ///
  /// @param id where the stream stands now; empty if nothing was said
  /// @param data null if only the position moved, or the server only shows that it is there
  record Message(String id, @Nullable String data) {}

  /// The next message; null at the end of the stream.
  @Nullable Message next() throws IOException {
    String id = "";
    @Nullable StringBuilder data = null;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        return new Message(id, data == null ? null : data.toString());
      }
      String value = line.substring(line.indexOf(':') + 1).stripLeading();
      if (line.startsWith("id:")) {
        id = value;
      } else if (line.startsWith("data:")) {
        data = data == null ? new StringBuilder(value) : data.append('\n').append(value);
      }
    }
    // What is not ended by an empty line did not come whole.
    return null;
  }
}
