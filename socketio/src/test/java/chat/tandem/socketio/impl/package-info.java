@NullMarked
package chat.tandem.socketio.impl;

import org.jspecify.annotations.NullMarked;
