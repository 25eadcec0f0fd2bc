/// `weft demo`: a server, an app server and users that chat, in one process.
@NullMarked
package dev.weft.cli.demo;

import org.jspecify.annotations.NullMarked;
