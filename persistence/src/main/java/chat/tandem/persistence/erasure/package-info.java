/** What is left of somebody who went for good: tombstones. */
@org.jspecify.annotations.NullMarked
package chat.tandem.persistence.erasure;
