/// Commands that open the store themselves: apps, operators, tokens, backups, migrations.
@NullMarked
package dev.weft.cli.store;

import org.jspecify.annotations.NullMarked;
