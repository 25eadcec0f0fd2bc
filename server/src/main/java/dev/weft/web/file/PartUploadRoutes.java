package dev.weft.web.file;

import dev.weft.chat.file.PartUploads;
import dev.weft.chat.file.PartUploads.Begun;
import dev.weft.chat.file.PartUploads.Completion;
import dev.weft.chat.file.PartUploads.Sent;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.FileNames;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.UnkeyedHandler;
import dev.weft.web.multipart.Multipart;
import dev.weft.web.multipart.Multipart.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/// Uploads in parts, by which the vendor's web SDKs send large files. No page describes the calls:
/// they are read from the SDKs.
///
/// What the call for a whole file takes from headers, completion takes from the query.
public final class PartUploadRoutes {

  private static final String PATH = "/sdk/chatfiles/part-upload";

  private static final Rate UPLOADS = Rate.of("file-part-upload");
  private static final Rate PARTS = Rate.of("file-part");

  /// Bytes of the longest number of a part that is looked at.
  private static final int MAX_DIGITS = 16;

  private final PartUploads parts;
  private final Uploads uploads;

  public PartUploadRoutes(PartUploads parts, Uploads uploads) {
    this.parts = parts;
    this.uploads = uploads;
  }

  public void addTo(Routes routes) {
    routes
        .add("POST", PATH, Access.MEMBER, UPLOADS, this::begin)
        .add("PUT", PATH + "/{}", Access.MEMBER, PARTS, (UnkeyedHandler) this::write)
        .add("POST", PATH + "/{}", Access.MEMBER, UPLOADS, (UnkeyedHandler) this::complete)
        .add("DELETE", PATH + "/{}", Access.MEMBER, UPLOADS, this::abort);
  }

  private Answer begin(Call call) {
    Begun begun = parts.begin(call.app(), call.actor());
    return Envelope.entities(
        call,
        List.of(
            Map.of(
                "uuid", begun.id().toString(),
                "file_upper_limit", begun.maxBytes(),
                "part_lower_limit", begun.partBytes())));
  }

  private Answer write(Call call) {
    int number = uploads.during(call, () -> writePart(call));
    return Envelope.entities(
        call, List.of(Map.of("uuid", call.parameter(0), "part_number", number)));
  }

  /// SDK 5 sends the number before the bytes, the older ones behind them.
  private int writePart(Call call) {
    Multipart form =
        Multipart.open(call.header("Content-Type"), call.stream()).orElseThrow(Uploads::missing);
    Optional<Integer> number = Optional.empty();
    for (Optional<Part> next = form.next(); next.isPresent(); next = form.next()) {
      Part part = next.get();
      if (part.headers().name().equals("part_number")) {
        number = Optional.of(number(part));
      } else if (part.headers().name().equals("part_file")) {
        PartNumber place = new PartNumber(form, number);
        parts.write(call.app(), call.actor(), call.parameter(0), sent(part), part.bytes(), place);
        return place.getAsInt();
      }
    }
    throw Uploads.missing();
  }

  private static Sent sent(Part part) {
    return new Sent(
        FileNames.safe(part.headers().fileName().orElse("")),
        FileNames.safeType(part.headers().contentType().orElse("")));
  }

  private static int number(Part part) {
    try {
      String text = new String(part.bytes().readNBytes(MAX_DIGITS), StandardCharsets.UTF_8).strip();
      if (text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= PartUploads.MAX_PARTS) {
        return Integer.parseInt(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the form broke off", e);
    }
    throw Errors.illegalArgument("part_number must be between 1 and " + PartUploads.MAX_PARTS);
  }

  /// The number of a part: as it stood before the bytes, or else as it stands behind them.
  private static final class PartNumber implements IntSupplier {
    private final Multipart form;
    private Optional<Integer> known;

    PartNumber(Multipart form, Optional<Integer> known) {
      this.form = form;
      this.known = known;
    }

    @Override
    public int getAsInt() {
      while (known.isEmpty()) {
        Part part =
            form.next().orElseThrow(() -> Errors.illegalArgument("part_number must be provided."));
        if (part.headers().name().equals("part_number")) {
          known = Optional.of(number(part));
        }
      }
      return known.get();
    }
  }

  private Answer complete(Call call) {
    Completion completion =
        new Completion(
            FileRoutes.isRestricted(call, call.query().text("restrict-access")),
            FileRoutes.side(call.query().text("thumbnail-width")),
            FileRoutes.side(call.query().text("thumbnail-height")));
    return FileRoutes.uploaded(
        call,
        uploads.during(
            call, () -> parts.complete(call.app(), call.actor(), call.parameter(0), completion)));
  }

  private Answer abort(Call call) {
    parts.abort(call.app(), call.actor(), call.parameter(0));
    return Envelope.entities(call, List.of(Map.of("uuid", call.parameter(0))));
  }
}
