/** What {@code bench/check} deploys and breaks: stores and services as processes of its own. */
@org.jspecify.annotations.NullMarked
package chat.tandem.e2e.check;
