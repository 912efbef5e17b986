/** All services in one process over stores of its own, kept in one folder: what a newcomer runs. */
@org.jspecify.annotations.NullMarked
package chat.tandem.standalone;
