package dev.weft.web.vendor;

import dev.weft.chat.GroupId;
import dev.weft.web.api.Call;

/// How calls write groups, and how they write chat rooms: where the vendor's pages differ.
public enum GroupWire {
  GROUPS("/chatgroups", "groupid", "groupid", 60, 60, 60, "addMember: addMembers"),
  ROOMS("/chatrooms", "id", "chatroomid", 100, 100, 100, "addMembers: addMembers");

  private final String path;
  private final String idOfMembers;
  private final String idOfLists;
  private final int mostAdded;
  private final int mostMuted;
  private final int mostAllowed;
  private final String addWords;

  GroupWire(
      String path,
      String idOfMembers,
      String idOfLists,
      int mostAdded,
      int mostMuted,
      int mostAllowed,
      String addWords) {
    this.path = path;
    this.idOfMembers = idOfMembers;
    this.idOfLists = idOfLists;
    this.mostAdded = mostAdded;
    this.mostMuted = mostMuted;
    this.mostAllowed = mostAllowed;
    this.addWords = addWords;
  }

  /// The first segment of the paths.
  public String path() {
    return path;
  }

  /// The key of the id in answers about members.
  String idOfMembers() {
    return idOfMembers;
  }

  /// The key of the id in answers about the block list and the allow list.
  String idOfLists() {
    return idOfLists;
  }

  /// The most users one call lets in.
  int mostAdded() {
    return mostAdded;
  }

  /// The most users one call mutes.
  int mostMuted() {
    return mostMuted;
  }

  /// The most users one call allows.
  int mostAllowed() {
    return mostAllowed;
  }

  /// What an error about too many new members begins with.
  String addWords() {
    return addWords;
  }

  /// The group or room in the path: its first parameter.
  ///
  /// @throws dev.weft.chat.RefusedException with [dev.weft.chat.Refusal.GroupNotFound]
  public static GroupId id(Call call) {
    return GroupIds.of(call);
  }
}
