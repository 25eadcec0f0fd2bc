package dev.weft.web.file;

import dev.weft.chat.GroupId;
import dev.weft.chat.SharedFile;
import dev.weft.chat.share.SharedFiles;
import dev.weft.chat.share.SharedFiles.Opened;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.FileNames;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.UnkeyedHandler;
import dev.weft.web.multipart.Multipart.Part;
import dev.weft.web.vendor.GroupWire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The files that groups share (vendor: the pages `group_shared_file_*`).
public final class SharedFileRoutes {

  private static final String PATH = "/chatgroups/{}/share_files";
  private static final int MAX_PAGE = 1_000;

  private static final Rate UPLOADS = Rate.of("shared-file-upload");
  private static final Rate DOWNLOADS = Rate.of("shared-file-download");
  private static final Rate CALLS = Rate.of("shared-file");

  private final SharedFiles files;
  private final Uploads uploads;

  public SharedFileRoutes(SharedFiles files, Uploads uploads) {
    this.files = files;
    this.uploads = uploads;
  }

  public void addTo(Routes routes) {
    routes
        .add("GET", PATH, Access.MEMBER, CALLS, this::list)
        .add("POST", PATH, Access.MEMBER, UPLOADS, (UnkeyedHandler) this::share)
        .add("GET", PATH + "/{}", Access.MEMBER, DOWNLOADS, this::download)
        .add("DELETE", PATH + "/{}", Access.MEMBER, CALLS, this::delete);
  }

  private Answer list(Call call) {
    int size = call.query().pageSize("pagesize", MAX_PAGE, MAX_PAGE);
    int page = Math.clamp(call.query().number("pagenum").orElse(1), 1, SharedFiles.MAX_FILES + 1);
    List<Map<String, Object>> data =
        files.list(call.app(), call.actor(), GroupWire.id(call), (page - 1) * size, size).stream()
            .map(SharedFile::shown)
            .toList();
    return Envelope.of(call)
        .with("params", call.query().params())
        .with("entities", List.of())
        .with("data", data)
        .with("count", data.size())
        .answer();
  }

  /// Whoever may not share a file is told before its bytes are read.
  private Answer share(Call call) {
    GroupId group = GroupWire.id(call);
    files.requireMayShare(call.app(), call.actor(), group);
    SharedFile file = uploads.take(call, part -> share(call, group, part));
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("file_url", call.baseUrl() + "/chatgroups/" + group + "/share_files/" + file.id());
    data.put("group_id", group.toString());
    data.put("file_name", file.name());
    data.put("created", file.created().toEpochMilli());
    data.put("file_id", file.id());
    data.put("file_size", file.size());
    return Envelope.groupData(call, data);
  }

  private SharedFile share(Call call, GroupId group, Part part) {
    return files.share(
        call.app(),
        call.actor(),
        group,
        FileNames.safe(part.headers().fileName().orElse("")),
        FileNames.safeType(part.headers().contentType().orElse("")),
        part.bytes());
  }

  private Answer download(Call call) {
    Opened opened = files.open(call.app(), call.actor(), GroupWire.id(call), call.parameter(1));
    SharedFile file = opened.file();
    return new Answer.Download(
        file.contentType(),
        file.name(),
        OptionalLong.of(file.size()),
        out -> Whole.write(opened.bytes(), file.id(), file.size(), out));
  }

  private Answer delete(Call call) {
    GroupId group = GroupWire.id(call);
    files.delete(call.app(), call.actor(), group, call.parameter(1));
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("group_id", group.toString());
    data.put("file_id", call.parameter(1));
    data.put("result", true);
    return Envelope.groupData(call, data);
  }
}
