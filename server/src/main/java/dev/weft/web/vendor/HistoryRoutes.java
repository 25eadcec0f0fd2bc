package dev.weft.web.vendor;

import dev.weft.app.SignedLinks;
import dev.weft.app.SignedLinks.Grant;
import dev.weft.chat.Message;
import dev.weft.chat.message.History;
import dev.weft.chat.message.HistoryHour;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.VendorException;
import dev.weft.web.api.limit.Shares;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;

/// Message history by the hour (REST contract, section 5.5): a call that answers a link, and the
/// file behind it. The file is made while it is downloaded; there is nothing to store or to expire.
public final class HistoryRoutes {

  /// How long a link works; the vendor's sample has exactly this.
  private static final Duration LINK_LIFE = Duration.ofMinutes(30);

  /// Files in flight at one time: each takes a page of messages and a compressor.
  private static final int MAX_DOWNLOADS = 16;

  private static final int BUFFER = 64 * 1024;
  private static final String SUFFIX = ".gz";
  private static final Rate CALLS = Rate.perMinute("history", 10);
  private static final Rate DOWNLOADS = Rate.of("history-file");

  private final History history;
  private final SignedLinks links;
  private final Shares downloads =
      new Shares("history downloads", MAX_DOWNLOADS, Math.max(1, MAX_DOWNLOADS / 4));

  public HistoryRoutes(History history, SignedLinks links) {
    this.history = history;
    this.links = links;
  }

  public void addTo(Routes routes) {
    routes
        .add("GET", "/chatmessages/{}", CALLS, this::link)
        .add("GET", "/files/{}", Access.OPEN, DOWNLOADS, this::download);
  }

  private Answer link(Call call) {
    String time = call.parameter(0);
    HistoryHour hour = HistoryHour.parse(time).orElseThrow(() -> illegal(call, time, ""));
    return switch (history.state(call.app(), hour)) {
      case READY -> Envelope.data(call, List.of(Map.of("url", url(call, hour + SUFFIX))));
      case UNSTORED ->
          throw illegal(call, time, ", maybe chat message history is expired or unstored");
      case EMPTY -> throw notFound(call, time);
    };
  }

  private String url(Call call, String file) {
    Grant grant = links.grant(call.app().id(), file, LINK_LIFE);
    return call.baseUrl()
        + "/files/"
        + file
        + "?Expires="
        + grant.expires()
        + "&Signature="
        + grant.signature();
  }

  private Answer download(Call call) {
    String file = call.parameter(0);
    HistoryHour hour =
        HistoryHour.parse(
                file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : "")
            .orElseThrow(Errors::resourceNotFound);
    checkLink(call, file);
    downloads.enter(call.app());
    return new Answer.Download(
        "application/gzip",
        file,
        OptionalLong.empty(),
        out -> {
          try {
            write(history.messages(call.app(), hour).iterator(), out);
          } finally {
            downloads.leave(call.app());
          }
        });
  }

  private void checkLink(Call call, String file) {
    long expires =
        call.query()
            .text("Expires")
            .filter(text -> text.matches("[0-9]{1,15}"))
            .map(Long::valueOf)
            .orElse(0L);
    Grant grant = new Grant(expires, call.query().text("Signature").orElse(""));
    switch (links.check(call.app().id(), file, grant)) {
      case VALID -> {}
      case EXPIRED -> throw denied("the link has expired");
      case FORGED -> throw denied("the signature of the link does not match");
    }
  }

  private static void write(Iterator<Message> messages, OutputStream out) throws IOException {
    try (GZIPOutputStream gzip = new GZIPOutputStream(out, BUFFER)) {
      while (messages.hasNext()) {
        gzip.write(HistoryRecord.line(messages.next()));
      }
    }
  }

  private static VendorException illegal(Call call, String time, String reason) {
    return Errors.illegalArgument(
        "illegal arguments: appkey: " + call.app().key() + ", time: " + time + reason);
  }

  private static VendorException notFound(Call call, String time) {
    return new VendorException(
        404,
        "storage_object_not_found",
        "StorageObjectNotFoundException",
        "Failed to find chat message history download url for appkey: %s, time: %s"
            .formatted(call.app().key(), time));
  }

  private static VendorException denied(String description) {
    return new VendorException(403, "access_denied", "AccessDeniedException", description);
  }
}
