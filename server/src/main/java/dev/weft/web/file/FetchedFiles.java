package dev.weft.web.file;

import dev.weft.app.App;
import dev.weft.chat.file.Attachment;
import dev.weft.chat.file.ChatFiles;
import dev.weft.chat.file.ChatFiles.Upload;
import dev.weft.chat.file.ChatFiles.Uploaded;
import dev.weft.chat.file.ShareSecret;
import dev.weft.outbound.CallbackUrl;
import dev.weft.outbound.Fetched;
import dev.weft.outbound.LookUpShare;
import dev.weft.outbound.OutboundClient;
import dev.weft.web.api.Errors;
import dev.weft.web.api.FileNames;
import dev.weft.web.api.VendorException;
import dev.weft.web.api.limit.Shares;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Gets files from URLs that strangers have given us, by way of the outbound guard, and keeps them
/// as if they had been uploaded: no larger, and streamed, never held as a whole.
public final class FetchedFiles implements Attachment.Source {

  /// Files that are being fetched, of all apps and of one.
  private static final int MAX_FETCHES = 64;

  private static final int MAX_OF_ONE_APP = 16;

  /// Where a file is not, another place may be named so often. Each is guarded like the first.
  private static final int MAX_PLACES = 5;

  /// A file may take so long, all places together.
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private static final String SHARE_SECRET = "share-secret";

  private final Shares running = new Shares("fetched files", MAX_FETCHES, MAX_OF_ONE_APP);
  private final OutboundClient client;
  private final ChatFiles files;

  public FetchedFiles(OutboundClient client, ChatFiles files) {
    this.client = client;
    this.files = files;
  }

  @Override
  public Attachment get(App app, String url, Optional<String> secret, String name) {
    return running.during(app, () -> fetch(app, url, secret, name));
  }

  private Attachment fetch(App app, String url, Optional<String> secret, String name) {
    long end = System.nanoTime() + WITHIN.toNanos();
    URI place = uri(url);
    Map<String, String> headers = secret.map(value -> Map.of(SHARE_SECRET, value)).orElse(Map.of());
    for (int i = 0; i < MAX_PLACES; i++) {
      CallbackUrl target = target(place);
      String called = name.isEmpty() ? lastSegment(place) : name;
      Fetched<Attachment> fetched =
          client.get(
              target,
              headers,
              new LookUpShare(app.id().value(), 0),
              Duration.ofNanos(end - System.nanoTime()),
              keep(app, secret.isPresent(), called));
      switch (fetched) {
        case Fetched.Taken<Attachment>(var attachment) -> {
          return attachment;
        }
        case Fetched.Elsewhere<Attachment>(var location) -> {
          place = resolved(place, location);
          // The secret is for the first place alone.
          headers = Map.of();
        }
        case Fetched.Failed<Attachment>(var reason) -> throw notFetched(reason);
      }
    }
    throw notFetched("it was moved more than " + MAX_PLACES + " times");
  }

  private Fetched.Taker<Attachment> keep(App app, boolean restricted, String name) {
    return (contentType, body) -> {
      Upload upload = new Upload(FileNames.safe(name), FileNames.safeType(contentType), restricted);
      Counted counted = new Counted(body);
      Uploaded uploaded = files.upload(app, upload, counted);
      return new Attachment(
          uploaded.id().toString(), uploaded.secret().map(ShareSecret::value), counted.bytes);
    };
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw notFetched("it is not a URL");
    }
  }

  private static URI resolved(URI place, String location) {
    try {
      return place.resolve(location);
    } catch (IllegalArgumentException e) {
      throw notFetched("it was moved to what is not a URL");
    }
  }

  private static CallbackUrl target(URI place) {
    return switch (CallbackUrl.parse(place)) {
      case CallbackUrl.Parsed.Url(CallbackUrl url) -> url;
      case CallbackUrl.Parsed.Refused(String reason) -> throw notFetched(reason);
    };
  }

  private static String lastSegment(URI place) {
    String path = place.getPath() == null ? "" : place.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static VendorException notFetched(String reason) {
    return Errors.illegalArgument("the file at url cannot be downloaded: " + reason);
  }

  /// Counts what it reads.
  private static final class Counted extends FilterInputStream {
    private long bytes;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      bytes += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] to, int offset, int most) throws IOException {
      int count = super.read(to, offset, most);
      bytes += Math.max(0, count);
      return count;
    }
  }
}
