package dev.weft.web.file;

import dev.weft.app.UserId;
import dev.weft.chat.file.ChatFile;
import dev.weft.chat.file.ChatFiles;
import dev.weft.chat.file.ChatFiles.Lifetime;
import dev.weft.chat.file.ChatFiles.Opened;
import dev.weft.chat.file.ChatFiles.Upload;
import dev.weft.chat.file.ChatFiles.Uploaded;
import dev.weft.chat.file.ShareSecret;
import dev.weft.chat.file.Thumbnails;
import dev.weft.chat.policy.Permissions;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.FileNames;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.UnkeyedHandler;
import dev.weft.web.multipart.Multipart.Part;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Uploading and downloading the files of messages (REST contract, section 5.5).
///
/// The headers `thumbnail-height` and `thumbnail-width` of an upload say how large a thumbnail may
/// be. A download with `thumbnail: true` is the thumbnail, or the file itself if there is none, as
/// the vendor answers for small images.
public final class FileRoutes {

  private static final Rate UPLOADS = Rate.of("file-upload");
  private static final Rate DOWNLOADS = Rate.of("file-download");
  private static final Rate LIFETIMES = Rate.of("file-lifetime");
  private static final int MAX_KEPT = 100;

  /// A GIF of one transparent pixel.
  private static final String EMPTY_PICTURE =
      "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

  /// What SDK 5 calls a thumbnail.
  private static final Set<String> SMALL = Set.of("small", "thumbnail");

  private final ChatFiles files;
  private final Uploads uploads;

  public FileRoutes(ChatFiles files, Uploads uploads) {
    this.files = files;
    this.uploads = uploads;
  }

  public void addTo(Routes routes) {
    routes
        .add("POST", "/chatfiles", Access.MEMBER, UPLOADS, (UnkeyedHandler) this::upload)
        .add("GET", "/chatfiles/{}", Access.GUEST, DOWNLOADS, this::download)
        .add("PUT", "/users/{}/chatfiles/lifetime", Access.MEMBER, LIFETIMES, this::keep)
        .add("POST", "/users/{}/chatfiles/lifetime", Access.MEMBER, LIFETIMES, this::keep);
  }

  /// Pages and the table of calls name two methods. A file belongs to an app, not to a user.
  private Answer keep(Call call) {
    Permissions.requireSelf(call.actor(), UserId.of(call.parameter(0)));
    JsonBody body = call.json();
    Lifetime lifetime =
        switch (body.text("lifetime").orElse("")) {
          case "default" -> Lifetime.DEFAULT;
          case "refresh" -> Lifetime.REFRESH;
          case "forever" -> Lifetime.FOREVER;
          default ->
              throw Errors.illegalArgument(
                  "lifetime must be either 'forever' or 'default' or 'refresh'");
        };
    List<String> ids = body.ids("chatfile_ids").orElse(List.of());
    if (ids.isEmpty()) {
      throw Errors.illegalArgument("chatfile_ids must be provided.");
    }
    if (ids.size() > MAX_KEPT) {
      throw Errors.illegalArgument("chatfile_ids size is too large");
    }
    Map<String, String> data = new LinkedHashMap<>();
    files
        .keep(call.app(), ids, lifetime)
        .forEach((id, done) -> data.put(id, done ? "success" : "failed"));
    return Envelope.data(call, data);
  }

  private Answer upload(Call call) {
    return uploads.take(call, part -> upload(call, part));
  }

  private Answer upload(Call call, Part part) {
    Upload upload =
        new Upload(
            FileNames.safe(part.headers().fileName().orElse("")),
            FileNames.safeType(part.headers().contentType().orElse("")),
            isRestricted(call, call.header("restrict-access")),
            side(call.header("thumbnail-width")),
            side(call.header("thumbnail-height")));
    return uploaded(call, files.upload(call.app(), upload, part.bytes()));
  }

  /// The answer to an upload.
  static Answer uploaded(Call call, Uploaded uploaded) {
    Map<String, Object> entity = new LinkedHashMap<>();
    entity.put("uuid", uploaded.id().toString());
    entity.put("type", "chatfile");
    uploaded.secret().ifPresent(secret -> entity.put("share-secret", secret.value()));
    return Envelope.entities(call, List.of(entity));
  }

  /// Older pages say that the header alone restricts, whatever its value; the newest knows `false`.
  ///
  /// SDK 5, which alone sends `md5`, asks for a secret and shows files by their bare links: it
  /// could not show its own (ADR 215).
  static boolean isRestricted(Call call, Optional<String> restrict) {
    return call.query().text("md5").isEmpty()
        && restrict.filter(value -> !value.strip().equalsIgnoreCase("false")).isPresent();
  }

  /// What is no number, and what is too large, is as if it were not there.
  static int side(Optional<String> said) {
    return said.filter(text -> text.matches("[0-9]{1,4}"))
        .map(Integer::valueOf)
        .filter(side -> side > 0 && side <= Thumbnails.MAX_SIDE)
        .orElse(Thumbnails.DEFAULT_SIDE);
  }

  private Answer download(Call call) {
    if (call.query().text("vframe").filter("true"::equals).isPresent()) {
      return noFrame();
    }
    boolean small =
        call.header("thumbnail")
                .or(() -> call.query().text("thumbnail"))
                .filter(value -> value.equalsIgnoreCase("true"))
                .isPresent()
            || call.query().text("size").filter(SMALL::contains).isPresent();
    Optional<byte[]> thumbnail =
        small ? files.thumbnail(call.app(), call.parameter(0), secret(call)) : Optional.empty();
    return thumbnail.<Answer>map(FileRoutes::jpeg).orElseGet(() -> whole(call));
  }

  /// The first frame of a film is not made: an empty picture, which tells nothing and needs no
  /// secret. The kits ask for it without one.
  private static Answer noFrame() {
    byte[] empty = Base64.getDecoder().decode(EMPTY_PICTURE);
    return new Answer.Download(
        "image/gif", "frame.gif", OptionalLong.of(empty.length), out -> out.write(empty));
  }

  private static Answer jpeg(byte[] thumbnail) {
    return new Answer.Download(
        "image/jpeg",
        "thumbnail.jpg",
        OptionalLong.of(thumbnail.length),
        out -> out.write(thumbnail));
  }

  private Answer whole(Call call) {
    Opened opened = files.open(call.app(), call.parameter(0), secret(call));
    ChatFile file = opened.file();
    return new Answer.Download(
        file.contentType(),
        file.name(),
        OptionalLong.of(file.size()),
        out -> Whole.write(opened.bytes(), file.id(), file.size(), out));
  }

  /// Clients send a header; what follows a link out of a callback or a history adds the secret to
  /// the query (vendor: `{url}?share-secret={secret}`).
  private static Optional<ShareSecret> secret(Call call) {
    return call.header("share-secret")
        .or(() -> call.query().text("share-secret"))
        .map(ShareSecret::new);
  }
}
