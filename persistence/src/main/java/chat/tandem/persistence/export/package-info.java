/** Everything of a person, page by page. */
@org.jspecify.annotations.NullMarked
package chat.tandem.persistence.export;
