package dev.weft.web.api;

import dev.weft.web.http.HttpRequest;
import dev.weft.web.http.RequestBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/// Reads bodies of requests, with a bound on their length before and after unpacking.
final class RequestBodies {

  private static final int FIRST = 16 * 1024;

  /// Beyond this the memory that a body takes as a tree of JSON is counted as well.
  private static final int LARGE = 64 * 1024;

  /// How much larger than its text a tree of JSON is.
  private static final int TREE = 8;

  private RequestBodies() {}

  /// The whole body, unpacked.
  ///
  /// @throws VendorException 413 beyond `max` bytes, 415 for an unknown content coding
  static byte[] read(HttpRequest request, int max) throws IOException {
    if (request.contentLength().orElse(0) > max) {
      throw Errors.bodyTooLarge(max);
    }
    byte[] whole = isPacked(request) ? null : request.body().whole();
    byte[] bytes = whole == null ? readAll(request.body(), unpacked(request), max) : whole;
    if (bytes.length > max) {
      throw Errors.bodyTooLarge(max);
    }
    if (bytes.length > LARGE) {
      request.body().reserve((long) TREE * bytes.length);
    }
    return bytes;
  }

  private static byte[] readAll(RequestBody memory, InputStream in, int max) throws IOException {
    byte[] bytes = new byte[0];
    int length = 0;
    while (true) {
      if (length == bytes.length) {
        int size = Math.min(max + 1, Math.max(FIRST, 2 * length));
        memory.reserve(size - length);
        bytes = Arrays.copyOf(bytes, size);
      }
      int count = in.read(bytes, length, bytes.length - length);
      if (count < 0) {
        return Arrays.copyOf(bytes, length);
      }
      length += count;
      if (length > max) {
        throw Errors.bodyTooLarge(max);
      }
    }
  }

  /// The body, unpacked while it is read.
  ///
  /// @throws VendorException 400 if it is not what it says, 415 for an unknown content coding
  static InputStream unpacked(HttpRequest request) {
    if (!isPacked(request)) {
      return request.body();
    }
    try {
      return new GZIPInputStream(request.body(), FIRST);
    } catch (IOException e) {
      throw new UncheckedIOException("the body is not packed as it says", e);
    }
  }

  private static boolean isPacked(HttpRequest request) {
    List<String> codings = request.headers().all("Content-Encoding");
    if (codings.isEmpty()) {
      return false;
    }
    return switch (String.join(",", codings).strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> false;
      case "gzip", "x-gzip" -> true;
      default -> throw Errors.unsupportedCoding();
    };
  }
}
