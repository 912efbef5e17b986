/** What persistence is asked: the fields of a request, when the answer may be given, and why there is none. */
@org.jspecify.annotations.NullMarked
package chat.tandem.persistence.request;
