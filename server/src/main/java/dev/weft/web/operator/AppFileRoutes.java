package dev.weft.web.operator;

import dev.weft.app.App;
import dev.weft.app.Apps;
import dev.weft.app.OperatorRole;
import dev.weft.chat.file.ChatFiles;
import dev.weft.chat.file.FileId;
import dev.weft.chat.file.FileStore;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Cursor;
import dev.weft.web.api.Errors;
import dev.weft.web.operator.OperatorRoutes.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which files an app has. The vendor lists those of a group alone. A name is what somebody wrote,
/// so that this is for those who may see texts.
public final class AppFileRoutes {

  private static final int MAX_PAGE = 200;

  private final ChatFiles files;
  private final Apps apps;

  public AppFileRoutes(ChatFiles files, Apps apps) {
    this.files = files;
    this.apps = apps;
  }

  public void addTo(OperatorRoutes routes) {
    routes.add("GET", "/files/{}/{}", OperatorRole.VIEWER, Scope.TENANT, this::list);
  }

  private Answer list(OperatorCall call) {
    App app = OperatorApps.find(call.session(), call.parameter(0) + "#" + call.parameter(1), apps);
    if (!call.session().seesText()) {
      throw OperatorCall.forbidden("this shows what people wrote, which you may not see");
    }
    @Nullable String position = Cursor.decode(call.query());
    @Nullable FileId before =
        position == null
            ? null
            : FileId.parse(position)
                .orElseThrow(() -> Errors.illegalArgument("cursor must be one that a page gave"));
    FileStore.Listing listing =
        files.list(app, before, call.query().pageSize("limit", 50, MAX_PAGE));
    @Nullable FileId next = listing.next();
    return OperatorCall.page(
        listing.files().stream().map(this::json).toList(),
        next == null ? null : Cursor.encode(next.toString()));
  }

  private Map<String, Object> json(FileStore.Listed listed) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("uuid", listed.file().id().toString());
    json.put("name", listed.file().name());
    json.put("type", listed.file().contentType());
    json.put("size", listed.file().size());
    json.put("uploaded", listed.file().id().created().toEpochMilli());
    files.goesAt(listed).ifPresent(end -> json.put("expires", end.toEpochMilli()));
    json.put("restricted", listed.file().secretHash() != null);
    if (listed.group() != null) {
      json.put("group", Long.toString(listed.group()));
    }
    if (listed.owner() != null) {
      json.put("owner", listed.owner());
    }
    return json;
  }
}
