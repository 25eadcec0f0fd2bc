package dev.weft.web.vendor;

import dev.weft.chat.GroupId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.web.api.Call;

/// Group ids as clients write them.
final class GroupIds {

  private GroupIds() {}

  /// The group in the path: its first parameter.
  static GroupId of(Call call) {
    return parse(call, call.parameter(0));
  }

  /// The id; what cannot be one names no group.
  static GroupId parse(Call call, String text) {
    return GroupId.parse(call.app().id(), text)
        .orElseThrow(() -> new RefusedException(new Refusal.GroupNotFound(text)));
  }
}
