package dev.weft.web.operator;

import dev.weft.web.api.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The files of the console, from the class path. They were compressed when they were built. Names
/// of assets have a hash of what is in them, so a browser may keep them for ever; the page itself
/// it asks for each time.
final class ConsoleFiles {

  /// Nothing but what this server sends is loaded or run, nothing is framed, no text becomes
  /// markup.
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
          + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private static final String FOLDER = "/console/";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json",
          "woff2", "font/woff2",
          "txt", "text/plain; charset=utf-8");

  private final Map<String, Optional<byte[]>> read = new ConcurrentHashMap<>();

  /// Whether the console was built into this program.
  boolean isThere() {
    return bytes("index.html").isPresent();
  }

  /// The page; every address of the console is one.
  Answer page(String acceptEncoding) {
    if (!isThere()) {
      return text(
          404,
          "The console is not part of this build: it is left out where Node.js is missing."
              + " The same calls are in the API, see docs/api/openapi.yaml.\n");
    }
    return file("index.html", "no-store", acceptEncoding).orElseThrow();
  }

  /// A file that the page names; empty if there is none.
  Optional<Answer> asset(String name, String acceptEncoding) {
    return name.matches("[A-Za-z0-9._-]+")
        ? file("assets/" + name, "public, max-age=31536000, immutable", acceptEncoding)
        : Optional.empty();
  }

  private Optional<Answer> file(String name, String caching, String acceptEncoding) {
    Optional<byte[]> plain = bytes(name);
    if (plain.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> headers = headers(caching);
    headers.put("Content-Type", TYPES.getOrDefault(extension(name), "application/octet-stream"));
    headers.put("Vary", "Accept-Encoding");
    for (var coding :
        Map.of("br", ".br", "gzip", ".gz").entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .toList()) {
      Optional<byte[]> packed = bytes(name + coding.getValue());
      if (packed.isPresent() && accepts(acceptEncoding, coding.getKey())) {
        headers.put("Content-Encoding", coding.getKey());
        return Optional.of(new Answer.Resource(200, headers, packed.get()));
      }
    }
    return Optional.of(new Answer.Resource(200, headers, plain.get()));
  }

  /// Whether `coding` is in the list, and not with `q=0`.
  private static boolean accepts(String acceptEncoding, String coding) {
    for (String part : acceptEncoding.split(",", -1)) {
      String[] words = part.strip().split("\\s*;\\s*", -1);
      if (words[0].equalsIgnoreCase(coding)) {
        return words.length < 2 || !words[1].matches("q=0(\\.0*)?");
      }
    }
    return false;
  }

  /// A short text of the server's own.
  static Answer text(int status, String text) {
    Map<String, String> headers = headers("no-store");
    headers.put("Content-Type", "text/plain; charset=utf-8");
    return new Answer.Resource(status, headers, text.getBytes(StandardCharsets.UTF_8));
  }

  static Map<String, String> headers(String caching) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Cache-Control", caching);
    headers.put("Content-Security-Policy", POLICY);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "DENY");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    return headers;
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private Optional<byte[]> bytes(String name) {
    Optional<byte[]> known = read.get(name);
    if (known != null) {
      return known;
    }
    Optional<byte[]> found = load(name);
    // What is missing is asked for by anybody: only what is there is kept.
    found.ifPresent(bytes -> read.put(name, found));
    return found;
  }

  private static Optional<byte[]> load(String name) {
    try (InputStream in = ConsoleFiles.class.getResourceAsStream(FOLDER + name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("a file of the console cannot be read: " + name, e);
    }
  }
}
