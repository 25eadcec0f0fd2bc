package dev.weft.chat;

import java.time.Duration;

/// The limits of the chat, the vendor's by default (REST contract, section 8).
///
/// @param recallWindow how long after sending a recall without `force` is taken; [#NO_RECALLS] if
///   none is
/// @param editsPerMessage how often one message may be modified; 0 if none may be
/// @param threadsPerApp the most threads of one app
/// @param threadsPerUser the most threads one user may have joined
/// @param adminsPerGroup the most admins of one group, the owner counted
/// @param groupsPerApp the most groups of one app; the vendor's depends on the plan
/// @param roomsPerApp the most chat rooms of one app; the vendor's depends on the plan
/// @param roomsPerUser the most chat rooms one user may be in; the vendor's depends on the plan
/// @param strictTargets whether a message to a group or thread that does not exist is refused; the
///   vendor answers with an id all the same
/// @param groupsPerUser the most groups one user may be in; the vendor's depends on the plan
public record ChatLimits(
    Duration recallWindow,
    int editsPerMessage,
    int threadsPerApp,
    int threadsPerUser,
    int adminsPerGroup,
    int groupsPerApp,
    int groupsPerUser,
    int roomsPerApp,
    int roomsPerUser,
    boolean strictTargets) {

  /// The window of a server where nothing is recalled without `force`.
  public static final Duration NO_RECALLS = Duration.ofSeconds(-1);

  /// The vendor's published limits.
  public static final ChatLimits VENDOR =
      new ChatLimits(
          Duration.ofMinutes(2),
          10,
          100_000,
          100_000,
          100,
          1_000_000,
          100_000,
          1_000_000,
          100_000,
          false);
}
