/** Where settings come from, how they are read, and how a bad one is refused. */
@org.jspecify.annotations.NullMarked
package chat.tandem.common.config;
