package dev.weft.chat.policy;

/// What is known when it is decided whether a member may do something.
///
/// @param active the user is registered and activated
/// @param rank in the group it is about; [Rank#STRANGER] where there is no group
/// @param disabled the group is disabled
/// @param mutedInApp the app has muted the user for messages of this kind
/// @param muted the user is muted in the group
/// @param allMuted everybody is muted in the group
/// @param allowed the user is on the group's allow list
/// @param blocked the other user has blocked this one
/// @param mayInvite ordinary members may let others into the group
/// @param superAdmin the user may make chat rooms
/// @param contact the other user has this one among the contacts
public record Facts(
    boolean active,
    Rank rank,
    boolean disabled,
    boolean mutedInApp,
    boolean muted,
    boolean allMuted,
    boolean allowed,
    boolean blocked,
    boolean mayInvite,
    boolean superAdmin,
    boolean contact) {

  /// The same where users need not be contacts to write to each other.
  Facts amongAll() {
    return new Facts(
        active,
        rank,
        disabled,
        mutedInApp,
        muted,
        allMuted,
        allowed,
        blocked,
        mayInvite,
        superAdmin,
        true);
  }

  /// Of two users who have nothing against each other, and no group.
  public static final Facts NO_GROUP =
      new Facts(true, Rank.STRANGER, false, false, false, false, false, false, false, false, true);
}
