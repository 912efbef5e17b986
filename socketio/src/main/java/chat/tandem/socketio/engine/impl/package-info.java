/** The implementation of Engine.IO: no part of the public contract. */
@NullMarked
package chat.tandem.socketio.engine.impl;

import org.jspecify.annotations.NullMarked;
