package dev.weft.web.weft;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.delivery.redrive.Jobs;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a job would send, as JSON.
///
/// @param exact false if there are more than were counted
/// @param first when the oldest was created, in milliseconds since 1970; null, and left out, if
///   there is none
@JsonInclude(JsonInclude.Include.NON_NULL)
record OutlookJson(long count, boolean exact, @Nullable Long first, @Nullable Long last) {

  static OutlookJson of(Jobs.Outlook outlook) {
    @Nullable Instant first = outlook.found().first();
    @Nullable Instant last = outlook.found().last();
    boolean any = first != null && last != null;
    return new OutlookJson(
        outlook.found().count(),
        outlook.exact(),
        any && first != null ? first.toEpochMilli() : null,
        any && last != null ? last.toEpochMilli() : null);
  }
}
