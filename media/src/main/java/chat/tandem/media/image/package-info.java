/** What a picture is, told from its first bytes. Knows nothing of where these come from. */
@org.jspecify.annotations.NullMarked
package chat.tandem.media.image;
