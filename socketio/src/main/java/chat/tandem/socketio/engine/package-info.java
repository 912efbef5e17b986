/**
 * Engine.IO 4: sessions that survive a change of transport, over HTTP long polling and WebSocket. Socket.IO is built on it;
 * it is of use on its own where plain messages are enough.
 */
@NullMarked
package chat.tandem.socketio.engine;

import org.jspecify.annotations.NullMarked;
