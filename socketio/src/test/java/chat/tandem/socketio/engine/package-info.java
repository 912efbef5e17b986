@NullMarked
package chat.tandem.socketio.engine;

import org.jspecify.annotations.NullMarked;
