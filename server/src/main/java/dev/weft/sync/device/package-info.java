/// The devices of users: who they are, what is stored of them, how their sessions end.
@NullMarked
package dev.weft.sync.device;

import org.jspecify.annotations.NullMarked;
