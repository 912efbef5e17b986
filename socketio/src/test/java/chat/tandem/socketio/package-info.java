@NullMarked
package chat.tandem.socketio;

import org.jspecify.annotations.NullMarked;
