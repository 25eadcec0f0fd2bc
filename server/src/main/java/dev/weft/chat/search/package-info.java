/// Finding words in what messages say.
@NullMarked
package dev.weft.chat.search;

import org.jspecify.annotations.NullMarked;
