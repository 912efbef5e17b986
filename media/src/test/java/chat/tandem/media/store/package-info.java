@org.jspecify.annotations.NullMarked
package chat.tandem.media.store;
