/**
 * The words that clients and Tandem exchange: commands, errors, close codes, and the JSON frames that carry them.
 * Nothing here knows a transport, Redis or PostgreSQL.
 */
@NullMarked
package chat.tandem.common.protocol;

import org.jspecify.annotations.NullMarked;
