/** The implementation of Socket.IO: no part of the public contract. */
@NullMarked
package chat.tandem.socketio.impl;

import org.jspecify.annotations.NullMarked;
