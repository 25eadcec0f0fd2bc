package dev.weft.chat;

/// The part of a group that PUT /chatgroups/{id} may change.
///
/// @param isPublic vendor `public`: can be found and applied to
/// @param membersOnly vendor `membersonly`: joining needs an approval
/// @param allowInvites vendor `allowinvites`: ordinary members may invite
/// @param inviteNeedsConfirm vendor `invite_need_confirm`
/// @param maxUsers vendor `maxusers`; default 200
/// @param custom the app's own text, at most 8 KB
public record GroupDetails(
    String name,
    String avatar,
    String description,
    boolean isPublic,
    boolean membersOnly,
    boolean allowInvites,
    boolean inviteNeedsConfirm,
    int maxUsers,
    String custom) {}
