/** Engine.IO 4 and Socket.IO 5 for any Vert.x application. */
@org.jspecify.annotations.NullMarked
package chat.tandem.socketio;
