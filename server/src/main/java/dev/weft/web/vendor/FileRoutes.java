package dev.weft.web.vendor;

import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.file.ChatFile;
import dev.weft.chat.file.ChatFiles;
import dev.weft.chat.file.ChatFiles.Opened;
import dev.weft.chat.file.ChatFiles.Upload;
import dev.weft.chat.file.ChatFiles.Uploaded;
import dev.weft.chat.file.ShareSecret;
import dev.weft.tx.StoreFailedException;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Deadline;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.FileNames;
import dev.weft.web.api.Multipart;
import dev.weft.web.api.Multipart.Part;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.Shares;
import dev.weft.web.api.UnkeyedHandler;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Uploading and downloading the files of messages (REST contract, section 5.5).
///
/// A thumbnail is made by nobody yet: the headers `thumbnail-height` and `thumbnail-width` are
/// accepted, and a download with `thumbnail: true` is the file itself, as the vendor answers for
/// small images.
public final class FileRoutes {

  /// Uploads at one time. Each has a thread, two buffers and a growing file.
  private static final int MAX_UPLOADS = 256;

  private static final Rate UPLOADS = Rate.of("file-upload");
  private static final Rate DOWNLOADS = Rate.of("file-download");

  private final ChatFiles files;
  private final Shares uploads = new Shares("uploads", MAX_UPLOADS, MAX_UPLOADS / 4);

  public FileRoutes(ChatFiles files) {
    this.files = files;
  }

  public void addTo(Routes routes) {
    routes
        .add("POST", "/chatfiles", Access.MEMBER, UPLOADS, (UnkeyedHandler) this::upload)
        .add("GET", "/chatfiles/{}", Access.GUEST, DOWNLOADS, this::download);
  }

  private Answer upload(Call call) {
    uploads.enter(call.app());
    try (Deadline _ = Deadline.start(Deadline.TRANSFER)) {
      return upload(call, part(call));
    } finally {
      uploads.leave(call.app());
    }
  }

  private static Part part(Call call) {
    return Multipart.find("file", call.header("Content-Type"), call.stream())
        .orElseThrow(() -> new RefusedException(new Refusal.FileMissing()));
  }

  private Answer upload(Call call, Part part) {
    Upload upload =
        new Upload(
            FileNames.safe(part.headers().fileName().orElse("")),
            FileNames.safeType(part.headers().contentType().orElse("")),
            isRestricted(call));
    Uploaded uploaded = files.upload(call.app(), upload, part.bytes());
    Map<String, Object> entity = new LinkedHashMap<>();
    entity.put("uuid", uploaded.id().toString());
    entity.put("type", "chatfile");
    uploaded.secret().ifPresent(secret -> entity.put("share-secret", secret.value()));
    return Envelope.entities(call, List.of(entity));
  }

  /// Older pages say that the header alone restricts, whatever its value; the newest knows `false`.
  private static boolean isRestricted(Call call) {
    return call.header("restrict-access")
        .filter(value -> !value.strip().equalsIgnoreCase("false"))
        .isPresent();
  }

  private Answer download(Call call) {
    Opened opened = files.open(call.app(), call.parameter(0), secret(call));
    ChatFile file = opened.file();
    return new Answer.Download(
        file.contentType(), file.name(), OptionalLong.of(file.size()), out -> write(opened, out));
  }

  /// A file that is shorter than it was must end in a broken connection, not in a client that waits
  /// for the rest.
  private static void write(Opened opened, OutputStream out) throws IOException {
    try (InputStream bytes = opened.bytes()) {
      if (bytes.transferTo(out) != opened.file().size()) {
        throw new StoreFailedException(
            "the file " + opened.file().id() + " has another size than when it was uploaded",
            new EOFException());
      }
    }
  }

  /// Clients send a header; what follows a link out of a callback or a history adds the secret to
  /// the query (vendor: `{url}?share-secret={secret}`).
  private static Optional<ShareSecret> secret(Call call) {
    return call.header("share-secret")
        .or(() -> call.query().text("share-secret"))
        .map(ShareSecret::new);
  }
}
