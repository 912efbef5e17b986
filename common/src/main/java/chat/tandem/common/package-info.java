/** libraries only */
@org.jspecify.annotations.NullMarked
package chat.tandem.common;
