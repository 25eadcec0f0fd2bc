/// `weft listen`: fetches callbacks, and forwards them to a URL.
@NullMarked
package dev.weft.cli.listen;

import org.jspecify.annotations.NullMarked;
