@org.jspecify.annotations.NullMarked
package chat.tandem.persistence.request;
