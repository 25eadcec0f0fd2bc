package dev.weft.msync;

/// Values of [MucBody#getOperation].
public final class MucOperation {
  public static final int CREATE = 0;
  public static final int DESTROY = 1;
  public static final int JOIN = 2;
  public static final int LEAVE = 3;
  public static final int APPLY = 4;
  public static final int APPLY_ACCEPT = 5;
  public static final int APPLY_DECLINE = 6;
  public static final int INVITE = 7;
  public static final int INVITE_ACCEPT = 8;
  public static final int INVITE_DECLINE = 9;
  public static final int KICK = 10;
  public static final int GET_BLOCK_LIST = 11;
  public static final int BAN = 12;
  public static final int ALLOW = 13;
  public static final int UPDATE = 14;
  public static final int BLOCK = 15;
  public static final int UNBLOCK = 16;
  public static final int PRESENCE = 17;
  public static final int ABSENCE = 18;
  public static final int DIRECT_JOINED = 19;
  public static final int ASSIGN_OWNER = 20;
  public static final int ADD_ADMIN = 21;
  public static final int REMOVE_ADMIN = 22;
  public static final int ADD_MUTE = 23;
  public static final int REMOVE_MUTE = 24;
  public static final int UPDATE_ANNOUNCEMENT = 25;
  public static final int DELETE_ANNOUNCEMENT = 26;
  public static final int UPLOAD_FILE = 27;
  public static final int DELETE_FILE = 28;
  public static final int ADD_TO_ALLOW_LIST = 29;
  public static final int REMOVE_FROM_ALLOW_LIST = 30;
  public static final int BAN_GROUP = 31;
  public static final int REMOVE_BAN_GROUP = 32;
  public static final int THREAD_CREATE = 33;
  public static final int THREAD_DESTROY = 34;
  public static final int THREAD_JOIN = 35;
  public static final int THREAD_LEAVE = 36;
  public static final int THREAD_KICK = 37;
  public static final int THREAD_UPDATE = 38;
  public static final int THREAD_PRESENCE = 39;
  public static final int THREAD_ABSENCE = 40;
  public static final int DISABLE_GROUP = 41;
  public static final int ENABLE_GROUP = 42;
  public static final int SET_METADATA = 43;
  public static final int DELETE_METADATA = 44;
  public static final int GROUP_MEMBER_METADATA_UPDATE = 45;

  private MucOperation() {}
}
