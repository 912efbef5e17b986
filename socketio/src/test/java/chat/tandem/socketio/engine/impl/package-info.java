@NullMarked
package chat.tandem.socketio.engine.impl;

import org.jspecify.annotations.NullMarked;
