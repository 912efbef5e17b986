@org.jspecify.annotations.NullMarked
package chat.tandem.standalone.store;
