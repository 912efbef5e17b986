/** All services in one process over embedded stores. */
@org.jspecify.annotations.NullMarked
package chat.tandem.standalone;
