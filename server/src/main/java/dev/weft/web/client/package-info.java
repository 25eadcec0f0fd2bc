/// What the vendor's clients call beside their socket: lists of conversations, history, pins,
/// reactions, presence, attributes (contract MSYNC, sections 11 to 13; UIKIT, section 3).
@NullMarked
package dev.weft.web.client;

import org.jspecify.annotations.NullMarked;
