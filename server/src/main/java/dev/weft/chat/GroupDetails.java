package dev.weft.chat;

/// The part of a group that PUT /chatgroups/{id} may change.
///
/// @param isPublic vendor `public`: can be found and applied to
/// @param membersOnly vendor `membersonly`: joining needs an approval
/// @param allowInvites vendor `allowinvites`: ordinary members may invite
/// @param inviteNeedsConfirm vendor `invite_need_confirm`
/// @param maxUsers vendor `maxusers`, the owner counted
/// @param custom the app's own text
public record GroupDetails(
    String name,
    String avatar,
    String description,
    boolean isPublic,
    boolean membersOnly,
    boolean allowInvites,
    boolean inviteNeedsConfirm,
    int maxUsers,
    String custom) {

  public static final int MAX_NAME = 128;
  public static final int MAX_AVATAR = 1024;
  public static final int MAX_DESCRIPTION = 512;

  /// One vendor page says 1,024 characters, another 8 KB: we take the larger.
  public static final int MAX_CUSTOM = 8 * 1024;

  /// `maxusers` of a group made without.
  public static final int DEFAULT_MAX_USERS = 200;
}
